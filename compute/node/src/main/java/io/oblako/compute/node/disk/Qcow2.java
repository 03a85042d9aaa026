package io.oblako.compute.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes an empty qcow2 image, version 3, with clusters of 64 KiB. It names no backing file: who opens it says what lies
 * beneath ({@code backing=} of {@code -blockdev}), so nothing inside the file ever leads anywhere. A fresh file costs
 * about a millisecond; a process of its own would cost twenty.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qcow2.html">QEMU: the qcow2 format</a>
 */
public final class Qcow2 {

    private static final int CLUSTER_BITS = 16;
    private static final int CLUSTER = 1 << CLUSTER_BITS;
    private static final long BYTES_PER_L1_ENTRY = (long) CLUSTER * (CLUSTER / 8);
    private static final int HEADER_BYTES = 104;
    private static final int MAGIC = 0x514649fb;
    private static final long COPIED = 1L << 63;
    private static final int MAX_L1_CLUSTERS = 512;

    private Qcow2() {}

    /** An image of zeros; over a backing file given at opening, an image of that file's bytes. */
    public static void create(Path file, long virtualBytes) throws IOException {
        create(file, virtualBytes, new byte[0]);
    }

    /**
     * An image that begins with the bytes given.
     *
     * @param file must not exist
     * @param virtualBytes size of the disk inside, rounded up to 512
     * @param head at most one cluster, 64 KiB; empty for none
     */
    public static void create(Path file, long virtualBytes, byte[] head) throws IOException {
        if (virtualBytes <= 0 || head.length > CLUSTER) {
            throw new IllegalArgumentException("A disk of %d bytes, a head of %d".formatted(virtualBytes, head.length));
        }
        long size = (virtualBytes + 511) / 512 * 512;
        long l1Entries = Math.max(1, (size + BYTES_PER_L1_ENTRY - 1) / BYTES_PER_L1_ENTRY);
        int l1Clusters = Math.toIntExact((l1Entries * 8 + CLUSTER - 1) / CLUSTER);
        if (l1Clusters > MAX_L1_CLUSTERS) {
            throw new IllegalArgumentException("A disk of %d bytes is too large".formatted(virtualBytes));
        }
        int l2Cluster = 3 + l1Clusters;
        int clusters = head.length == 0 ? l2Cluster : l2Cluster + 2;

        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            write(channel, 0, header(size, Math.toIntExact(l1Entries)));
            write(channel, CLUSTER, ByteBuffer.allocate(8).putLong(2L * CLUSTER).flip());
            write(channel, 2L * CLUSTER, refcounts(clusters));
            // The L1 table is a hole of zeros, but the file must reach to its end.
            write(channel, (long) clusters * CLUSTER - 1, ByteBuffer.allocate(1));
            if (head.length > 0) {
                long l2 = (long) l2Cluster * CLUSTER;
                write(
                        channel,
                        3L * CLUSTER,
                        ByteBuffer.allocate(8).putLong(l2 | COPIED).flip());
                write(
                        channel,
                        l2,
                        ByteBuffer.allocate(8).putLong((l2 + CLUSTER) | COPIED).flip());
                write(channel, l2 + CLUSTER, ByteBuffer.wrap(head));
            }
        }
    }

    /** The size of the disk inside an image that this class made. Nothing else in the header is looked at. */
    public static long virtualBytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer header = ByteBuffer.allocate(32);
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // A short read is followed by the next.
            }
            if (header.hasRemaining() || header.getInt(0) != MAGIC) {
                throw new IOException("Not a qcow2 image");
            }
            return header.getLong(24);
        }
    }

    private static ByteBuffer header(long size, int l1Entries) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES + 8);
        header.putInt(MAGIC).putInt(3);
        header.putLong(0).putInt(0); // no backing file
        header.putInt(CLUSTER_BITS).putLong(size).putInt(0); // not encrypted
        header.putInt(l1Entries).putLong(3L * CLUSTER);
        header.putLong(CLUSTER).putInt(1); // refcount table: one cluster
        header.putInt(0).putLong(0); // no snapshots
        header.putLong(0).putLong(0).putLong(0); // no features
        header.putInt(4).putInt(HEADER_BYTES); // refcounts of 16 bits
        header.putLong(0); // no header extensions
        return header.flip();
    }

    private static ByteBuffer refcounts(int clusters) {
        ByteBuffer counts = ByteBuffer.allocate(clusters * 2);
        for (int i = 0; i < clusters; i++) {
            counts.putShort((short) 1);
        }
        return counts.flip();
    }

    private static void write(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
