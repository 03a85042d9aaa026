package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.divideUp;
import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.Checks.within;
import static io.oblako.image.inspect.ImageRejected.Reason.BACKING_FILE;
import static io.oblako.image.inspect.ImageRejected.Reason.ENCRYPTED;
import static io.oblako.image.inspect.ImageRejected.Reason.EXTERNAL_DATA;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_CLEAN;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;

import java.util.Optional;

/**
 * qcow2 versions 2 and 3, self-contained. Allowed: compressed clusters (zlib, zstd), extended L2 entries, lazy
 * refcounts. The bounds of tables are those of QEMU 7.2 ({@code block/qcow2.h}).
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qcow2.html">The qcow2 format</a>
 */
final class Qcow2Reader implements FormatReader {

    private static final int V2_HEADER_BYTES = 72;
    private static final int V3_HEADER_BYTES = 104;
    private static final int V3_HEADER_WITH_COMPRESSION_BYTES = 112;

    private static final long MAX_L1_BYTES = 32L << 20;
    private static final long MAX_REFCOUNT_TABLE_BYTES = 8L << 20;
    private static final int EXTENSION_AREA_BYTES = 64 << 10;

    private static final long INCOMPATIBLE_DIRTY = 1;
    private static final long INCOMPATIBLE_CORRUPT = 1 << 1;
    private static final long INCOMPATIBLE_DATA_FILE = 1 << 2;
    private static final long INCOMPATIBLE_COMPRESSION = 1 << 3;
    private static final long INCOMPATIBLE_EXTENDED_L2 = 1 << 4;
    private static final long COMPATIBLE_LAZY_REFCOUNTS = 1;

    private static final long EXTENSION_END = 0;
    private static final long EXTENSION_FEATURE_NAMES = 0x6803f857L;
    private static final long EXTENSION_BACKING_FORMAT = 0xe2792acaL;
    private static final long EXTENSION_DATA_FILE = 0x44415441L;
    private static final long EXTENSION_ENCRYPTION = 0x0537be77L;

    private final Limits limits;
    private int version;
    private boolean extendedL2;
    private long clusterBytes;
    private long virtualBytes;
    private long l1Offset;
    private long l1Bytes;
    private long refcountTableOffset;
    private long refcountTableBytes;

    Qcow2Reader(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Optional<Window> head(Bytes head) {
        long announced = head.u32(4);
        require(
                announced == 2 || announced == 3,
                UNSUPPORTED_VARIANT,
                "qcow2 version %d is not supported. Convert the image to version 3".formatted(announced));
        version = (int) announced;
        selfContained(head);
        long clusterBits = head.u32(20);
        sane(clusterBits >= 9 && clusterBits <= 21, "clusters of 2^%d bytes".formatted(clusterBits));
        clusterBytes = 1L << clusterBits;
        int headerBytes = version == 2 ? V2_HEADER_BYTES : v3(head);
        sane(headerBytes <= clusterBytes, "a header larger than a cluster");
        extensions(head, headerBytes);
        tables(head);
        return Optional.empty();
    }

    private static void selfContained(Bytes head) {
        require(
                head.u64(8) == 0 && head.u32(16) == 0,
                BACKING_FILE,
                "The image has a backing file. Flatten it: qemu-img convert -O qcow2");
        require(head.u32(32) == 0, ENCRYPTED, "The image is encrypted. Decrypt it before the upload");
        require(
                head.u32(60) == 0,
                UNSUPPORTED_VARIANT,
                "The image has internal snapshots. Remove them: qemu-img snapshot -d");
    }

    /** @return bytes of the header, behind which the extensions begin */
    private int v3(Bytes head) {
        long incompatible = head.u64(72);
        require(
                (incompatible & INCOMPATIBLE_DATA_FILE) == 0,
                EXTERNAL_DATA,
                "The image keeps its data in another file. Convert it to one file: qemu-img convert -O qcow2");
        require(
                (incompatible & (INCOMPATIBLE_DIRTY | INCOMPATIBLE_CORRUPT)) == 0,
                NOT_CLEAN,
                "The image is marked dirty or corrupt. Repair it: qemu-img check -r all");
        long unknown = incompatible & ~(INCOMPATIBLE_COMPRESSION | INCOMPATIBLE_EXTENDED_L2);
        long unknownCompatible = head.u64(80) & ~COMPATIBLE_LAZY_REFCOUNTS;
        require(
                unknown == 0 && unknownCompatible == 0 && head.u64(88) == 0,
                UNKNOWN_FEATURE,
                "The image uses features that are not supported (bitmaps, or newer than Oblako). Convert it anew");
        extendedL2 = (incompatible & INCOMPATIBLE_EXTENDED_L2) != 0;
        sane(!extendedL2 || clusterBytes >= 1 << 14, "subclusters smaller than a sector");
        sane(head.u32(96) <= 6, "refcounts wider than 64 bits");
        long headerBytes = head.u32(100);
        require(
                headerBytes == V3_HEADER_BYTES || headerBytes == V3_HEADER_WITH_COMPRESSION_BYTES,
                UNKNOWN_FEATURE,
                "The header of the image has %d bytes; 104 and 112 are known. Convert it anew".formatted(headerBytes));
        int compression = headerBytes == V3_HEADER_BYTES ? 0 : head.u8(104);
        require(compression <= 1, UNKNOWN_FEATURE, "Unknown compression. Convert the image with zlib or zstd");
        sane(
                (compression != 0) == ((incompatible & INCOMPATIBLE_COMPRESSION) != 0),
                "the compression type and its feature bit contradict each other");
        sane(headerBytes == V3_HEADER_BYTES || head.zero(105, 7), "bytes behind the last header field");
        return (int) headerBytes;
    }

    private void extensions(Bytes head, int headerBytes) {
        long end = Math.min(clusterBytes, EXTENSION_AREA_BYTES);
        long at = headerBytes;
        while (at + 8 <= end) {
            long type = head.u32(at);
            if (type == EXTENSION_END) {
                return;
            }
            requireAllowed(type);
            long length = head.u32(at + 4);
            sane(length <= end - at - 8, "a header extension of %d bytes".formatted(length));
            at += 8 + (length + 7) / 8 * 8;
        }
        sane(end == clusterBytes, "the header extensions have no end");
    }

    private static void requireAllowed(long type) {
        if (type == EXTENSION_FEATURE_NAMES) {
            return;
        }
        String hint = ". Convert the image anew: qemu-img convert -O qcow2";
        require(type != EXTENSION_BACKING_FORMAT, BACKING_FILE, "The image names a backing format" + hint);
        require(type != EXTENSION_DATA_FILE, EXTERNAL_DATA, "The image names a data file" + hint);
        require(type != EXTENSION_ENCRYPTION, ENCRYPTED, "The image has an encryption header" + hint);
        throw new ImageRejected(
                UNKNOWN_FEATURE, "The header extension 0x%08x is not supported%s".formatted(type, hint));
    }

    private void tables(Bytes head) {
        virtualBytes = head.u64(24);
        limits.requireVirtual(virtualBytes);
        long l1Entries = head.u32(36);
        l1Bytes = l1Entries * 8;
        l1Offset = head.u64(40);
        long clustersPerL2 = clusterBytes / (extendedL2 ? 16 : 8);
        long needed = divideUp(virtualBytes, clusterBytes * clustersPerL2);
        sane(l1Bytes <= MAX_L1_BYTES, "an L1 table of %d entries".formatted(l1Entries));
        sane(l1Entries >= needed, "an L1 table of %d entries for %d".formatted(l1Entries, needed));
        sane(aligned(l1Offset), "the L1 table is not at a cluster");
        refcountTableOffset = head.u64(48);
        refcountTableBytes = head.u32(56) * clusterBytes;
        sane(
                refcountTableBytes > 0 && refcountTableBytes <= MAX_REFCOUNT_TABLE_BYTES,
                "a refcount table of %d bytes".formatted(refcountTableBytes));
        sane(aligned(refcountTableOffset), "the refcount table is not at a cluster");
    }

    private boolean aligned(long offset) {
        return offset > 0 && offset % clusterBytes == 0;
    }

    @Override
    public ImageReport finish(Bytes tail, long fileBytes) {
        within(l1Offset, l1Bytes, fileBytes, "L1 table");
        within(refcountTableOffset, refcountTableBytes, fileBytes, "refcount table");
        return ImageReport.of(DiskFormat.QCOW2, "v" + version, virtualBytes, fileBytes);
    }
}
