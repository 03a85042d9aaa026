package io.oblako.compute.node.configdrive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Reads a file system back, by Rock Ridge or by Joliet, and is strict about both byte orders. */
final class IsoReader {

    private final byte[] image;
    private final ByteBuffer little;
    private final boolean joliet;

    IsoReader(byte[] image, boolean joliet) {
        this.image = image;
        this.little = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        this.joliet = joliet;
    }

    private int descriptor() {
        int at = (joliet ? 17 : 16) * 2048;
        if (image[at] != (joliet ? 2 : 1) || !text(at + 1, 5).equals("CD001")) {
            throw new AssertionError("no volume descriptor");
        }
        if (both(at + 80) * 2048 != image.length) {
            throw new AssertionError("the volume's size is wrong");
        }
        return at;
    }

    String label() {
        byte[] label = Arrays.copyOfRange(image, descriptor() + 40, descriptor() + 72);
        return new String(label, joliet ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII).trim();
    }

    Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        int root = descriptor() + 156;
        walk("", both(root + 2), both(root + 10), files);
        return files;
    }

    private void walk(String prefix, int sector, int bytes, Map<String, byte[]> files) {
        int end = sector * 2048 + bytes;
        for (int at = sector * 2048; at < end; ) {
            int length = image[at] & 0xff;
            if (length == 0) {
                at = (at / 2048 + 1) * 2048;
                continue;
            }
            int nameLength = image[at + 32] & 0xff;
            boolean self = nameLength == 1 && (image[at + 33] == 0 || image[at + 33] == 1);
            if (!self) {
                String name = joliet ? wide(at + 33, nameLength) : rockRidge(at, length, nameLength);
                if ((image[at + 25] & 2) != 0) {
                    walk(prefix + name + "/", both(at + 2), both(at + 10), files);
                } else {
                    int from = both(at + 2) * 2048;
                    files.put(prefix + name, Arrays.copyOfRange(image, from, from + both(at + 10)));
                }
            }
            at += length;
        }
    }

    private String wide(int at, int length) {
        String name = new String(image, at, length, StandardCharsets.UTF_16BE);
        return name.endsWith(";1") ? name.substring(0, name.length() - 2) : name;
    }

    private String rockRidge(int record, int length, int nameLength) {
        int at = record + 33 + nameLength + (nameLength % 2 == 0 ? 1 : 0);
        while (at + 4 <= record + length) {
            int size = image[at + 2] & 0xff;
            if (size == 0) {
                break;
            }
            if (text(at, 2).equals("NM")) {
                return text(at + 5, size - 5);
            }
            at += size;
        }
        throw new AssertionError("no Rock Ridge name");
    }

    private String text(int at, int length) {
        return new String(image, at, length, StandardCharsets.US_ASCII);
    }

    private int both(int at) {
        int value = little.getInt(at);
        if (ByteBuffer.wrap(image).getInt(at + 4) != value) {
            throw new AssertionError("the two byte orders differ");
        }
        return value;
    }
}
