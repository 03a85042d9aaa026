package io.oblako.image.inspect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Bytes of an image that a test writes field by field. */
final class TestImage {

    private final byte[] data;
    private final ByteBuffer big;
    private final ByteBuffer little;

    private TestImage(byte[] data) {
        this.data = data;
        this.big = ByteBuffer.wrap(data).order(ByteOrder.BIG_ENDIAN);
        this.little = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    }

    static TestImage ofSize(int bytes) {
        return new TestImage(new byte[bytes]);
    }

    static TestImage of(byte[] data) {
        return new TestImage(data.clone());
    }

    byte[] bytes() {
        return data.clone();
    }

    void copyTo(byte[] target) {
        System.arraycopy(data, 0, target, 0, data.length);
    }

    int size() {
        return data.length;
    }

    TestImage u8(int at, int value) {
        big.put(at, (byte) value);
        return this;
    }

    TestImage be16(int at, int value) {
        big.putShort(at, (short) value);
        return this;
    }

    TestImage be32(int at, long value) {
        big.putInt(at, (int) value);
        return this;
    }

    TestImage be64(int at, long value) {
        big.putLong(at, value);
        return this;
    }

    TestImage le16(int at, int value) {
        little.putShort(at, (short) value);
        return this;
    }

    TestImage le32(int at, long value) {
        little.putInt(at, (int) value);
        return this;
    }

    TestImage le64(int at, long value) {
        little.putLong(at, value);
        return this;
    }

    /** Latin-1, so that a character is a byte. */
    TestImage text(int at, String text) {
        return put(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    TestImage hex(int at, String digits) {
        return put(at, HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    TestImage put(int at, byte[] bytes) {
        System.arraycopy(bytes, 0, data, at, bytes.length);
        return this;
    }

    TestImage copy(int from, int to, int length) {
        System.arraycopy(data, from, data, to, length);
        return this;
    }

    TestImage resized(int bytes) {
        return new TestImage(Arrays.copyOf(data, bytes));
    }

    TestImage append(byte[] more) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(data);
        out.writeBytes(more);
        return new TestImage(out.toByteArray());
    }

    /** The one's complement sum of VHD footers and headers. */
    TestImage vhdChecksum(int from, int length, int at) {
        be32(from + at, 0);
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += data[from + i] & 0xff;
        }
        return be32(from + at, ~sum);
    }

    /** The CRC-32C of VHDX structures, at their offset 4. */
    TestImage vhdxChecksum(int from, int length) {
        le32(from + 4, 0);
        var crc = new CRC32C();
        crc.update(data, from, length);
        return le32(from + 4, crc.getValue());
    }

    TestImage tarChecksum(int from) {
        text(from + 148, "        ");
        long sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += data[from + i] & 0xff;
        }
        return text(from + 148, "%06o\0 ".formatted(sum));
    }
}
