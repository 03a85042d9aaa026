package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.divideUp;
import static io.oblako.image.inspect.Checks.powerOfTwo;
import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.Checks.within;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_CLEAN;
import static io.oblako.image.inspect.ImageRejected.Reason.POLYGLOT;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * VMDK in one file: monolithicSparse and streamOptimized. The embedded descriptor may name one extent only, the file
 * itself. A header that says "my grain directory is at the end" has a footer, which must repeat the header.
 *
 * @see <a href="https://www.vmware.com/app/vmdk/?src=vmdk">VMware Virtual Disk Format 5.0</a>
 */
final class VmdkReader implements FormatReader {

    private static final int SECTOR = 512;
    private static final long MAX_SECTORS = Long.MAX_VALUE / SECTOR;
    private static final long DIRECTORY_AT_END = -1;
    private static final int ENTRIES_PER_TABLE = 512;
    private static final int REDUNDANT_DIRECTORY_FIELD = 48;
    private static final int DIRECTORY_FIELD = 56;
    private static final int BEHIND_DIRECTORIES = 64;

    private static final long FLAG_NEWLINES = 1;
    private static final long FLAG_REDUNDANT_TABLE = 1 << 1;
    private static final long FLAG_ZERO_GRAINS = 1 << 2;
    private static final long FLAG_COMPRESSED = 1 << 16;
    private static final long FLAG_MARKERS = 1 << 17;
    private static final long KNOWN_FLAGS =
            FLAG_NEWLINES | FLAG_REDUNDANT_TABLE | FLAG_ZERO_GRAINS | FLAG_COMPRESSED | FLAG_MARKERS;

    private static final int MARKER_FOOTER = 3;
    /** Footer marker, footer, end-of-stream marker: the last three sectors of a stream. */
    private static final int TRAILER_BYTES = 3 * SECTOR;

    private final Limits limits;
    private @Nullable Bytes header;
    private @Nullable VmdkDescriptor descriptor;
    private long virtualBytes;
    private long grainSectors;

    VmdkReader(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Optional<Window> head(Bytes head) {
        Bytes own = head.slice(0, SECTOR);
        header = own;
        fields(own);
        long offset = sectors(own, 28) * SECTOR;
        long length = sectors(own, 36) * SECTOR;
        require(
                offset >= SECTOR && length >= SECTOR,
                UNSUPPORTED_VARIANT,
                "The VMDK has no embedded descriptor. Convert it to monolithicSparse or streamOptimized");
        sane(offset < headBytes() && length <= headBytes() - offset, "the descriptor is far from the header");
        VmdkDescriptor parsed = VmdkDescriptor.parse(head.slice(offset, (int) length));
        descriptor = parsed;
        boolean compressed = (own.u32le(8) & FLAG_COMPRESSED) != 0;
        sane(compressed == parsed.streamOptimized(), "flags and createType contradict each other");
        long capacity = sectors(own, 12);
        sane(
                Math.abs(capacity - parsed.extentSectors()) < grainSectors,
                "the extent has %d sectors, the disk %d".formatted(parsed.extentSectors(), capacity));
        virtualBytes = Math.max(capacity, parsed.extentSectors()) * SECTOR;
        limits.requireVirtual(virtualBytes);
        return Optional.empty();
    }

    private void fields(Bytes own) {
        long version = own.u32le(4);
        require(
                version >= 1 && version <= 3,
                UNSUPPORTED_VARIANT,
                "VMDK version %d is not supported. Convert the image anew".formatted(version));
        long flags = own.u32le(8);
        require((flags & ~KNOWN_FLAGS) == 0, UNKNOWN_FEATURE, "The VMDK has unknown flags. Convert it anew");
        limits.requireVirtual(sectors(own, 12) * SECTOR);
        grainSectors = own.u64le(20);
        sane(powerOfTwo(grainSectors) && grainSectors >= 8 && grainSectors <= 4096, "grains of odd size");
        sane(own.u32le(44) == ENTRIES_PER_TABLE, "grain tables are not of 512 entries");
        require(own.u8(72) == 0, NOT_CLEAN, "The VMDK was not shut down cleanly. Repair it: vmware-vdiskmanager -R");
        sane(own.has(73, "\n \r\n"), "line ends were converted on the way");
        int algorithm = own.u16le(77);
        require(algorithm <= 1, UNKNOWN_FEATURE, "The VMDK uses an unknown compression. Convert it anew");
        sane((algorithm == 1) == ((flags & FLAG_COMPRESSED) != 0), "compression and its flag contradict each other");
        sane(own.zero(79, SECTOR - 79), "bytes behind the last header field");
    }

    /** Reads a number of sectors that can be multiplied with their size. */
    private static long sectors(Bytes own, int at) {
        long sectors = own.u64le(at);
        sane(
                sectors >= 0 && sectors <= MAX_SECTORS,
                "a distance of %s sectors".formatted(Long.toUnsignedString(sectors)));
        return sectors;
    }

    @Override
    public ImageReport finish(Bytes tail, long fileBytes) {
        if (header == null || descriptor == null) {
            throw new IllegalStateException("finish before head");
        }
        Bytes directoryHolder = header;
        boolean hasFooter = tail.has(tail.size() - 2 * SECTOR, "KDMV");
        if (header.u64le(DIRECTORY_FIELD) == DIRECTORY_AT_END) {
            sane(descriptor.streamOptimized(), "only a streamOptimized image has its directory at the end");
            require(
                    hasFooter && fileBytes > 2L * TRAILER_BYTES,
                    TRUNCATED,
                    "The VMDK ends before its footer. Compare its size with the source, upload it again");
            directoryHolder = footer(header, tail.slice(tail.size() - (long) TRAILER_BYTES, TRAILER_BYTES));
        } else {
            require(!hasFooter, POLYGLOT, "The VMDK has a header and a footer that ignores it. Convert it anew");
        }
        long directoryBytes = 4 * divideUp(virtualBytes / SECTOR, grainSectors * ENTRIES_PER_TABLE);
        directory(sectors(directoryHolder, DIRECTORY_FIELD), directoryBytes, fileBytes);
        if ((header.u32le(8) & FLAG_REDUNDANT_TABLE) != 0) {
            directory(sectors(directoryHolder, REDUNDANT_DIRECTORY_FIELD), directoryBytes, fileBytes);
        }
        return ImageReport.of(
                DiskFormat.VMDK,
                descriptor.streamOptimized() ? "streamOptimized" : "monolithicSparse",
                virtualBytes,
                fileBytes);
    }

    private static void directory(long sector, long bytes, long fileBytes) {
        sane(sector > 0, "there is no grain directory");
        within(sector * SECTOR, bytes, fileBytes, "grain directory");
    }

    /** @return the footer, which equals the header but for the places that the header left open */
    private static Bytes footer(Bytes header, Bytes trailer) {
        sane(
                trailer.u64le(0) == 1
                        && trailer.u32le(8) == 0
                        && trailer.u32le(12) == MARKER_FOOTER
                        && trailer.zero(16, SECTOR - 16),
                "there is no footer marker");
        sane(trailer.zero(2L * SECTOR, SECTOR), "there is no end-of-stream marker");
        Bytes footer = trailer.slice(SECTOR, SECTOR);
        boolean bothAtEnd = header.u64le(REDUNDANT_DIRECTORY_FIELD) == DIRECTORY_AT_END;
        int same = bothAtEnd ? REDUNDANT_DIRECTORY_FIELD : DIRECTORY_FIELD;
        int rest = SECTOR - BEHIND_DIRECTORIES;
        require(
                footer.slice(0, same).sameAs(header.slice(0, same))
                        && footer.slice(BEHIND_DIRECTORIES, rest).sameAs(header.slice(BEHIND_DIRECTORIES, rest)),
                POLYGLOT,
                "The footer of the VMDK differs from its header. Convert it anew");
        return footer;
    }
}
