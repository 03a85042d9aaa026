package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.divideUp;
import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.Checks.within;
import static io.oblako.image.inspect.ImageRejected.Reason.BACKING_FILE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;

import java.util.Optional;

/** VirtualBox disk images 1.1, dynamic and static. Field offsets as in QEMU's {@code block/vdi.c}. */
final class VdiReader implements FormatReader {

    private static final long VERSION_1_1 = 0x0001_0001;
    private static final int MIN_HEADER_BYTES = 0x180;
    private static final int MAX_HEADER_BYTES = 0x1000;
    private static final int TYPE_DYNAMIC = 1;
    private static final int TYPE_STATIC = 2;
    private static final int SECTOR = 512;
    private static final long BLOCK_BYTES = 1 << 20;

    private final Limits limits;
    private String variant = "";
    private long virtualBytes;
    private long blocks;
    private long blocksAllocated;
    private long mapOffset;
    private long dataOffset;

    VdiReader(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Optional<Window> head(Bytes head) {
        long version = head.u32le(0x44);
        require(
                version == VERSION_1_1,
                UNSUPPORTED_VARIANT,
                "VDI version 0x%x is not supported. Convert the image to version 1.1".formatted(version));
        long headerBytes = head.u32le(0x48);
        sane(
                headerBytes >= MIN_HEADER_BYTES && headerBytes <= MAX_HEADER_BYTES,
                "a header of %d bytes".formatted(headerBytes));
        type(head.u32le(0x4c));
        require(head.zero(0x1a8, 32), BACKING_FILE, "The VDI image has a parent. Merge it: VBoxManage clonemedium");
        mapOffset = head.u32le(0x154);
        dataOffset = head.u32le(0x158);
        sane(head.u32le(0x168) == SECTOR, "sectors are not of 512 bytes");
        virtualBytes = head.u64le(0x170);
        limits.requireVirtual(virtualBytes);
        sane(head.u32le(0x178) == BLOCK_BYTES && head.u32le(0x17c) == 0, "blocks are not of 1 MiB");
        blocks = head.u32le(0x180);
        blocksAllocated = head.u32le(0x184);
        sane(blocks == divideUp(virtualBytes, BLOCK_BYTES), "%d blocks for the disk".formatted(blocks));
        sane(blocksAllocated <= blocks, "more blocks allocated than there are");
        sane(mapOffset >= SECTOR && mapOffset % SECTOR == 0, "the block map is not at a sector");
        sane(dataOffset % SECTOR == 0 && dataOffset >= mapOffset + 4 * blocks, "data inside the block map");
        return Optional.empty();
    }

    private void type(long type) {
        variant = type == TYPE_DYNAMIC ? "dynamic" : "static";
        boolean undoOrDifference = type == 3 || type == 4;
        require(!undoOrDifference, BACKING_FILE, "The VDI image is a difference. Merge it: VBoxManage clonemedium");
        require(
                type == TYPE_DYNAMIC || type == TYPE_STATIC,
                UNSUPPORTED_VARIANT,
                "VDI type %d is not supported. Convert the image anew".formatted(type));
    }

    @Override
    public ImageReport finish(Bytes tail, long fileBytes) {
        within(mapOffset, 4 * blocks, fileBytes, "block map");
        within(dataOffset, blocksAllocated * BLOCK_BYTES, fileBytes, "data");
        return ImageReport.of(DiskFormat.VDI, variant, virtualBytes, fileBytes);
    }
}
