package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.divideUp;
import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.Checks.within;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_CLEAN;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * VHDX 1, fixed and dynamic, with an empty log. Both copies of the region table must agree; a parent is refused.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-vhdx/">MS-VHDX</a>
 */
final class VhdxReader implements FormatReader {

    private static final int HEADER_BYTES = 4 << 10;
    private static final int FIRST_HEADER = 64 << 10;
    private static final int SECOND_HEADER = 128 << 10;
    private static final int FIRST_REGIONS = 192 << 10;
    private static final int SECOND_REGIONS = 256 << 10;
    private static final int REGIONS_BYTES = 64 << 10;
    private static final long MEBIBYTE = 1 << 20;
    /** The table of 64 KiB and the items behind it, of which all writers use far less than as much again. */
    private static final int METADATA_BYTES = 128 << 10;

    /** 2DC27766-F623-4200-9D64-115E9BFD4A08, in the order of its bytes on disk. */
    private static final Guid BLOCK_TABLE = new Guid(0x4200f6232dc27766L, 0x084afd9b5e11649dL);
    /** 8B7CA206-4790-4B9A-B8FE-575F050F886E. */
    private static final Guid METADATA = new Guid(0x4b9a47908b7ca206L, 0x6e880f055f57feb8L);

    private final Limits limits;
    private Region blockTable = Region.NONE;
    private Region metadata = Region.NONE;
    private VhdxMetadata disk = VhdxMetadata.NONE;

    VhdxReader(Limits limits) {
        this.limits = limits;
    }

    @Override
    public int headBytes() {
        return SECOND_REGIONS + REGIONS_BYTES;
    }

    @Override
    public Optional<Window> head(Bytes head) {
        boolean first = header(head.slice(FIRST_HEADER, HEADER_BYTES));
        boolean second = header(head.slice(SECOND_HEADER, HEADER_BYTES));
        sane(first || second, "neither header has a correct checksum");
        Bytes table = head.slice(FIRST_REGIONS, REGIONS_BYTES);
        sane(table.sameAs(head.slice(SECOND_REGIONS, REGIONS_BYTES)), "the two region tables differ");
        regions(table);
        sane(!metadata.overlaps(blockTable), "two regions overlap");
        return Optional.of(new Window(metadata.offset(), METADATA_BYTES));
    }

    /** @return whether this copy counts: a torn write leaves one with a wrong checksum */
    private static boolean header(Bytes header) {
        if (!header.has(0, "head") || header.u32le(4) != checksum(header)) {
            return false;
        }
        require(
                header.zero(48, 16),
                NOT_CLEAN,
                "The VHDX has a log to be replayed. Attach and detach it once on a Windows machine");
        require(
                header.u16le(64) == 0 && header.u16le(66) == 1,
                UNSUPPORTED_VARIANT,
                "Only VHDX version 1 is supported. Convert the image anew");
        return true;
    }

    private void regions(Bytes table) {
        sane(table.has(0, "regi") && table.u32le(4) == checksum(table), "the region table is damaged");
        long entries = table.u32le(8);
        require(entries <= 2, UNKNOWN_FEATURE, "The VHDX has unknown regions. Convert it anew");
        for (int i = 0; i < entries; i++) {
            long at = 16 + 32L * i;
            Guid guid = Guid.at(table, at);
            Region region = new Region(table.u64le(at + 16), table.u32le(at + 24));
            sane(region.plausible(), "a region is not at a MiB");
            if (guid.equals(BLOCK_TABLE)) {
                blockTable = once(blockTable, region);
            } else if (guid.equals(METADATA)) {
                metadata = once(metadata, region);
            } else {
                throw new ImageRejected(UNKNOWN_FEATURE, "The VHDX has an unknown region. Convert it anew");
            }
        }
        sane(!blockTable.equals(Region.NONE) && !metadata.equals(Region.NONE), "a region is missing");
    }

    private static Region once(Region before, Region region) {
        sane(before.equals(Region.NONE), "a region is there twice");
        return region;
    }

    /** CRC-32C over the structure with its own checksum, at offset 4, as zero. */
    private static long checksum(Bytes bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, 4).buffer());
        crc.update(ByteBuffer.allocate(4));
        crc.update(bytes.slice(8, bytes.size() - 8).buffer());
        return crc.getValue();
    }

    @Override
    public void window(Bytes bytes) {
        disk = VhdxMetadata.parse(bytes);
        limits.requireVirtual(disk.virtualBytes());
    }

    @Override
    public ImageReport finish(Bytes tail, long fileBytes) {
        within(metadata.offset(), metadata.length(), fileBytes, "metadata");
        within(blockTable.offset(), blockTable.length(), fileBytes, "block table");
        long blocksPerBitmap = (1L << 23) * disk.sectorBytes() / disk.blockBytes();
        long blocks = divideUp(disk.virtualBytes(), disk.blockBytes());
        long entries = blocks + (blocks - 1) / blocksPerBitmap;
        sane(entries <= blockTable.length() / 8, "the block table is too small for the disk");
        return ImageReport.of(DiskFormat.VHDX, disk.fixed() ? "fixed" : "dynamic", disk.virtualBytes(), fileBytes);
    }

    private record Region(long offset, long length) {

        /** Not {@link #plausible}, so no region that was read equals it. */
        static final Region NONE = new Region(0, 0);

        boolean plausible() {
            return offset >= MEBIBYTE
                    && offset <= Long.MAX_VALUE - length
                    && offset % MEBIBYTE == 0
                    && length > 0
                    && length % MEBIBYTE == 0;
        }

        boolean overlaps(Region other) {
            return offset < other.offset + other.length && other.offset < offset + length;
        }
    }

    /** Compared as it lies on disk, as two little-endian numbers. */
    record Guid(long low, long high) {

        static Guid at(Bytes bytes, long at) {
            return new Guid(bytes.u64le(at), bytes.u64le(at + 8));
        }
    }
}
