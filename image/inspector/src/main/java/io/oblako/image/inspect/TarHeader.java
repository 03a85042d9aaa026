package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSAFE_ARCHIVE;

import java.util.regex.Pattern;

/**
 * The header of one regular file in a ustar archive. Everything else a tar can hold is refused: links, devices, folders,
 * extended headers that rename what follows, sparse files.
 *
 * @param name a plain file name: no path, not hidden
 * @param bytes of the content that follows
 */
record TarHeader(String name, long bytes) {

    static final int BLOCK_BYTES = 512;

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_(\\[][A-Za-z0-9_()\\[\\]@+,=~ .-]{0,99}");
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_BYTES = 8;

    /** @param block of 512 bytes, not all zero */
    static TarHeader parse(Bytes block) {
        sane(block.has(257, "ustar"), "an entry of the archive is not in ustar form");
        sane(octal(block, CHECKSUM_AT, CHECKSUM_BYTES) == checksum(block), "the checksum of an entry is wrong");
        int type = block.u8(156);
        require(
                type == '0' || type == 0,
                UNSAFE_ARCHIVE,
                "The archive holds more than plain files (link, folder, device or extended header)."
                        + " Pack its files alone: tar --format=ustar");
        require(
                block.zero(157, 100) && block.zero(345, BLOCK_BYTES - 345),
                UNSAFE_ARCHIVE,
                "The archive has a file with a folder or a link. Pack its files alone: tar --format=ustar");
        String name = text(block);
        require(
                PLAIN_NAME.matcher(name).matches() && !name.contains(".."),
                UNSAFE_ARCHIVE,
                "The archive has a file whose name is not plain (letters, digits, dots, dashes; no path). Rename it");
        return new TarHeader(name, size(block));
    }

    /** Bytes after the content until the next header. */
    long padding() {
        return -bytes & (BLOCK_BYTES - 1);
    }

    private static String text(Bytes block) {
        int length = 0;
        while (length < 100 && block.u8(length) != 0) {
            length++;
        }
        return block.latin1(0, length);
    }

    private static long size(Bytes block) {
        if (block.u8(124) != 0x80) {
            return octal(block, 124, 12);
        }
        // GNU's binary form, for files of 8 GiB and more.
        long size = block.u64(128);
        sane(block.zero(125, 3) && size >= 0, "the size of an entry");
        return size;
    }

    private static long octal(Bytes block, int at, int length) {
        String digits = block.latin1(at, length);
        int end = digits.indexOf('\0');
        String number = (end < 0 ? digits : digits.substring(0, end)).strip();
        sane(number.matches("[0-7]{1,12}"), "a number of an entry is not octal");
        return Long.parseLong(number, 8);
    }

    private static long checksum(Bytes block) {
        long sum = CHECKSUM_BYTES * (long) ' ';
        for (int at = 0; at < BLOCK_BYTES; at++) {
            if (at < CHECKSUM_AT || at >= CHECKSUM_AT + CHECKSUM_BYTES) {
                sum += block.u8(at);
            }
        }
        return sum;
    }
}
