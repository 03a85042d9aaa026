package io.oblako.image.inspect;

import java.util.Arrays;
import java.util.Random;

/** Spoils an image: bytes, numbers of interest, copied stretches, other lengths; checksums made right now and then. */
final class Mutation {

    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        4,
        8,
        16,
        255,
        256,
        511,
        512,
        513,
        4096,
        65535,
        65536,
        1 << 20,
        Integer.MAX_VALUE,
        1L << 31,
        0xffff_ffffL,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -512
    };

    private Mutation() {}

    static byte[] mutate(byte[] good, Random random) {
        byte[] image = good.clone();
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            image = once(image, random);
        }
        return random.nextInt(4) == 0 ? withChecksums(image) : image;
    }

    private static byte[] once(byte[] image, Random random) {
        if (image.length < 16) {
            return Arrays.copyOf(image, 600);
        }
        // Headers are where decisions are made.
        int at = random.nextInt(random.nextBoolean() ? Math.min(256, image.length - 8) : image.length - 8);
        switch (random.nextInt(8)) {
            case 0, 1 -> image[at] = (byte) random.nextInt(256);
            case 2 -> image[at] ^= (byte) (1 << random.nextInt(8));
            case 3 -> TestImage.of(image).be64(at & ~7, number(random)).copyTo(image);
            case 4 -> TestImage.of(image).le32(at & ~3, number(random)).copyTo(image);
            case 5 -> TestImage.of(image).be32(at & ~3, number(random)).copyTo(image);
            case 6 -> {
                int from = random.nextInt(image.length);
                int length = Math.min(random.nextInt(64), image.length - Math.max(from, at));
                System.arraycopy(image, from, image, at, length);
            }
            default -> {
                int length = random.nextInt(3) == 0 ? random.nextInt(image.length) : image.length + random.nextInt(64);
                return Arrays.copyOf(image, length);
            }
        }
        return image;
    }

    private static long number(Random random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private static byte[] withChecksums(byte[] bytes) {
        var image = TestImage.of(bytes);
        if (bytes.length == Images.dynamicVhd().size() && bytes[0] == 'c') {
            image.vhdChecksum(0, 512, 64).vhdChecksum(512, 1024, 36).copy(0, 2048, 512);
        } else if (bytes.length >= 512 && bytes[257] == 'u') {
            image.tarChecksum(0);
        }
        return image.bytes();
    }
}
