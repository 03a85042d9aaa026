package io.oblako.image.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fuzz target over seeded mutations of good images: 60,000 in each run, the same ones each time. */
class ImageInspectorFuzzTest {

    private static final int EXECUTIONS = 60_000;
    private static final long SEED = 20261122;

    private record Sample(DiskFormat format, byte[] image) {}

    @Test
    void IMG_23_mutatedImagesEndInAVerdictThatDoesNotDependOnTheChunks() {
        var random = new Random(SEED);
        var samples = samples();
        int accepted = 0;
        for (int i = 0; i < EXECUTIONS; i++) {
            Sample sample = samples.get(random.nextInt(samples.size()));
            byte[] image = Mutation.mutate(sample.image(), random);
            if (ImageInspectorFuzz.check(sample.format(), image, random.nextInt(256))
                    .accepted()) {
                accepted++;
            }
        }
        assertThat(accepted)
                .as("accepted mutants: the mutations must not all be hopeless")
                .isBetween(300, 57_000);
    }

    @Test
    void IMG_23_mutatedVhdxImagesEndInAVerdict() {
        var random = new Random(SEED);
        byte[] good = Images.vhdx().bytes();
        for (int i = 0; i < 400; i++) {
            byte[] image = good.clone();
            int table = random.nextBoolean() ? 192 << 10 : 1 << 20;
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                image[table + random.nextInt(256)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
            }
            // With correct checksums the mutant comes further.
            byte[] consistent = TestImage.of(image)
                    .vhdxChecksum(192 << 10, 64 << 10)
                    .copy(192 << 10, 256 << 10, 64 << 10)
                    .bytes();
            ImageInspectorFuzz.check(DiskFormat.VHDX, consistent, 255);
        }
        assertThat(ImageInspectorFuzz.check(DiskFormat.VHDX, good, 255).accepted())
                .isTrue();
    }

    @Test
    void theFuzzTargetTakesAnyInput() {
        var random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            byte[] input = new byte[random.nextInt(2048)];
            random.nextBytes(input);
            ImageInspectorFuzz.fuzzerTestOneInput(input);
        }
        byte[] good = TestImage.of(new byte[] {(byte) DiskFormat.QCOW2.ordinal(), 7})
                .append(Images.qcow2().bytes())
                .bytes();
        ImageInspectorFuzz.fuzzerTestOneInput(good);
        assertThat(ImageInspectorFuzz.check(DiskFormat.QCOW2, Images.qcow2().bytes(), 7)
                        .accepted())
                .isTrue();
    }

    private static List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        for (DiskFormat format : DiskFormat.values()) {
            byte[] image = Images.good(format);
            if (image.length < 10_000) {
                samples.add(new Sample(format, image));
            }
        }
        samples.add(new Sample(DiskFormat.VMDK, Images.streamVmdk().bytes()));
        samples.add(new Sample(DiskFormat.QCOW2, Images.qcow2Version2().bytes()));
        return samples;
    }
}
