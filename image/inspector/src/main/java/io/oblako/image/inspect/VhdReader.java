package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.divideUp;
import static io.oblako.image.inspect.Checks.powerOfTwo;
import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.Checks.within;
import static io.oblako.image.inspect.ImageRejected.Reason.BACKING_FILE;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_CLEAN;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_THE_DECLARED_FORMAT;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * VHD 1.0 as of Virtual PC, Hyper-V and Azure: fixed (content, then a footer) and dynamic (footer, header, content, the
 * same footer). Differencing disks are refused, and so is whatever remains of a parent in a dynamic header.
 */
final class VhdReader implements FormatReader {

    private static final int FOOTER_BYTES = 512;
    private static final int HEADER_BYTES = 1024;
    private static final int TYPE_FIXED = 2;
    private static final int TYPE_DYNAMIC = 3;
    private static final int TYPE_DIFFERENCING = 4;
    private static final long VERSION_1_0 = 0x0001_0000;
    private static final int SECTOR = 512;
    private static final long MAX_CHS_SECTORS = 65535L * 16 * 255;
    private static final long MIN_BLOCK_BYTES = 4096;
    private static final long MAX_BLOCK_BYTES = 256 << 20;

    private final Limits limits;
    private @Nullable Bytes leadingFooter;
    private long virtualBytes;
    private long tableOffset;
    private long tableBytes;

    VhdReader(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Optional<Window> head(Bytes head) {
        if (head.has(0, "conectix")) {
            Bytes footer = head.slice(0, FOOTER_BYTES);
            footer(footer, TYPE_DYNAMIC);
            leadingFooter = footer;
            long headerOffset = footer.u64(16);
            sane(headerOffset >= FOOTER_BYTES && headerOffset % SECTOR == 0, "the dynamic header is not at a sector");
            sane(headerOffset <= head.size() - HEADER_BYTES || head.size() < headBytes(), "a far dynamic header");
            dynamicHeader(head.slice(headerOffset, HEADER_BYTES));
        }
        return Optional.empty();
    }

    private void footer(Bytes footer, int type) {
        sane(footer.u32(64) == checksum(footer, 64), "the checksum of the footer is wrong");
        long found = footer.u32(60);
        require(found != TYPE_DIFFERENCING, BACKING_FILE, "The VHD is a differencing disk. Merge it with its parent");
        require(
                found == type,
                UNSUPPORTED_VARIANT,
                "VHD type %d is not supported in this place. Convert the image to fixed or dynamic".formatted(found));
        require((footer.u32(8) & ~1L) == 2, UNKNOWN_FEATURE, "The VHD uses unknown features. Convert it anew");
        require(footer.u32(12) == VERSION_1_0, UNSUPPORTED_VARIANT, "Only VHD version 1.0 is supported");
        require(footer.u8(84) == 0, NOT_CLEAN, "The VHD belongs to a saved machine. Shut the machine down first");
        virtualBytes = largerOf(footer.u64(48), sectorsByGeometry(footer) * SECTOR);
        limits.requireVirtual(virtualBytes);
    }

    /** Some readers trust the geometry and some the size: the disk is as large as the larger. */
    private static long largerOf(long size, long sizeByGeometry) {
        return size < 0 ? size : Math.max(size, sizeByGeometry);
    }

    /** @return 0 if the disk is larger than a geometry can tell */
    private static long sectorsByGeometry(Bytes footer) {
        long sectors = (long) footer.u16(56) * footer.u8(58) * footer.u8(59);
        return sectors >= MAX_CHS_SECTORS ? 0 : sectors;
    }

    private void dynamicHeader(Bytes header) {
        sane(header.has(0, "cxsparse"), "there is no dynamic header");
        sane(header.u32(36) == checksum(header, 36), "the checksum of the dynamic header is wrong");
        require(header.u32(24) == VERSION_1_0, UNSUPPORTED_VARIANT, "Only VHD headers of version 1.0 are supported");
        require(
                header.zero(40, 20) && header.zero(64, 512) && header.zero(576, 192),
                BACKING_FILE,
                "The VHD names a parent. Merge it with its parent");
        tableOffset = header.u64(16);
        long entries = header.u32(28);
        long blockBytes = header.u32(32);
        sane(
                powerOfTwo(blockBytes) && blockBytes >= MIN_BLOCK_BYTES && blockBytes <= MAX_BLOCK_BYTES,
                "blocks of %d bytes".formatted(blockBytes));
        sane(entries >= divideUp(virtualBytes, blockBytes), "%d table entries are too few".formatted(entries));
        sane(tableOffset >= HEADER_BYTES && tableOffset % SECTOR == 0, "the block table is not at a sector");
        tableBytes = entries * 4;
    }

    /** One's complement of the sum of all bytes but the checksum's own. */
    private static long checksum(Bytes bytes, int ownOffset) {
        long sum = 0;
        for (int at = 0; at < bytes.size(); at++) {
            if (at < ownOffset || at >= ownOffset + 4) {
                sum += bytes.u8(at);
            }
        }
        return ~sum & 0xffff_ffffL;
    }

    @Override
    public ImageReport finish(Bytes tail, long fileBytes) {
        boolean dynamic = leadingFooter != null;
        int footerOffset = tail.size() - FOOTER_BYTES;
        if (!tail.has(footerOffset, "conectix")) {
            throw new ImageRejected(
                    dynamic ? TRUNCATED : NOT_THE_DECLARED_FORMAT,
                    "The image is declared as vhd, but does not end with a VHD footer. Compare its size with the source");
        }
        Bytes footer = tail.slice(footerOffset, FOOTER_BYTES);
        long contentBytes = fileBytes - FOOTER_BYTES;
        if (leadingFooter != null) {
            sane(footer.sameAs(leadingFooter), "the two copies of the footer differ");
            sane(contentBytes >= FOOTER_BYTES, "the two copies of the footer are one");
            within(tableOffset, tableBytes, contentBytes, "block table");
        } else {
            footer(footer, TYPE_FIXED);
            within(0, virtualBytes, contentBytes, "disk");
        }
        return ImageReport.of(DiskFormat.VHD, dynamic ? "dynamic" : "fixed", virtualBytes, fileBytes);
    }
}
