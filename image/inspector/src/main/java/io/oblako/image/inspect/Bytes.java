package io.oblako.image.inspect;

import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A stretch of an image in memory. A read that leaves it is a rejection (the image ends too early), so no parser needs
 * bounds of its own. Offsets are relative to the stretch; unsigned 64-bit values come back as they are, possibly
 * negative.
 */
final class Bytes {

    private final ByteBuffer bigEndian;
    private final ByteBuffer littleEndian;

    Bytes(byte[] data, int offset, int length) {
        bigEndian = ByteBuffer.wrap(data, offset, length).slice().order(ByteOrder.BIG_ENDIAN);
        littleEndian = bigEndian.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private Bytes(ByteBuffer slice) {
        bigEndian = slice.order(ByteOrder.BIG_ENDIAN);
        littleEndian = slice.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    int size() {
        return bigEndian.limit();
    }

    int u8(long at) {
        return bigEndian.get(checked(at, 1)) & 0xff;
    }

    int u16(long at) {
        return bigEndian.getShort(checked(at, 2)) & 0xffff;
    }

    long u32(long at) {
        return bigEndian.getInt(checked(at, 4)) & 0xffff_ffffL;
    }

    long u64(long at) {
        return bigEndian.getLong(checked(at, 8));
    }

    int u16le(long at) {
        return littleEndian.getShort(checked(at, 2)) & 0xffff;
    }

    long u32le(long at) {
        return littleEndian.getInt(checked(at, 4)) & 0xffff_ffffL;
    }

    long u64le(long at) {
        return littleEndian.getLong(checked(at, 8));
    }

    /** @return false also if the stretch ends too early */
    boolean has(int at, String latin1) {
        if (at < 0 || latin1.length() > size() - at) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if ((bigEndian.get(at + i) & 0xff) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean zero(long from, int length) {
        int start = checked(from, length);
        for (int i = 0; i < length; i++) {
            if (bigEndian.get(start + i) != 0) {
                return false;
            }
        }
        return true;
    }

    Bytes slice(long from, int length) {
        return new Bytes(bigEndian.slice(checked(from, length), length));
    }

    String latin1(long from, int length) {
        return StandardCharsets.ISO_8859_1
                .decode(bigEndian.slice(checked(from, length), length))
                .toString();
    }

    /** A view for digests and checksums; its position is 0. */
    ByteBuffer buffer() {
        return bigEndian.duplicate().rewind().asReadOnlyBuffer();
    }

    boolean sameAs(Bytes other) {
        return bigEndian.duplicate().rewind().equals(other.bigEndian.duplicate().rewind());
    }

    private int checked(long at, int length) {
        if (at < 0 || length < 0 || at > size() - (long) length) {
            throw new ImageRejected(
                    TRUNCATED,
                    "The image ends inside its own header. Compare its size with the source, upload it again");
        }
        return (int) at;
    }
}
