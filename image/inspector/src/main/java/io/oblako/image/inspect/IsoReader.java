package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.Checks.within;

import java.util.Optional;
import java.util.Set;

/**
 * ISO 9660 (ECMA-119), also as a UDF bridge and as a hybrid that carries a partition table in its system area. It is
 * attached as a raw CD, so nothing inside is interpreted by the host.
 */
final class IsoReader implements FormatReader {

    private static final int SECTOR = 2048;
    private static final int FIRST_DESCRIPTOR = 16;
    private static final int MAX_DESCRIPTORS = 16;
    private static final int TYPE_PRIMARY = 1;
    private static final int TYPE_TERMINATOR = 255;

    private final Limits limits;
    private String variant = "plain";
    private long volumeBytes;

    IsoReader(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Optional<Window> head(Bytes head) {
        Set<Signature> found = Signature.in(head);
        if (found.contains(Signature.GPT)) {
            variant = "hybrid gpt";
        } else if (found.contains(Signature.MBR)) {
            variant = "hybrid mbr";
        }
        primary(head.slice((long) FIRST_DESCRIPTOR * SECTOR, SECTOR));
        for (int i = 1; i < MAX_DESCRIPTORS; i++) {
            Bytes descriptor = head.slice((long) (FIRST_DESCRIPTOR + i) * SECTOR, SECTOR);
            sane(descriptor.has(1, "CD001"), "the list of volume descriptors has no end");
            if (descriptor.u8(0) == TYPE_TERMINATOR) {
                return Optional.empty();
            }
        }
        throw new ImageRejected(
                ImageRejected.Reason.BROKEN_HEADER,
                "The ISO has more than %d volume descriptors. Master it anew".formatted(MAX_DESCRIPTORS));
    }

    private void primary(Bytes descriptor) {
        sane(
                descriptor.has(1, "CD001") && descriptor.u8(0) == TYPE_PRIMARY && descriptor.u8(6) == 1,
                "sector 16 is no primary volume descriptor");
        sane(descriptor.u16le(128) == SECTOR && descriptor.u16(130) == SECTOR, "logical blocks are not of 2048 bytes");
        long blocks = descriptor.u32le(80);
        sane(blocks == descriptor.u32(84), "the two volume sizes differ");
        sane(blocks > FIRST_DESCRIPTOR, "the volume is smaller than its own descriptors");
        volumeBytes = blocks * SECTOR;
        limits.requireVirtual(volumeBytes);
    }

    @Override
    public ImageReport finish(Bytes tail, long fileBytes) {
        within(0, volumeBytes, fileBytes, "volume");
        limits.requireVirtual(fileBytes);
        return ImageReport.of(DiskFormat.ISO, variant, fileBytes, fileBytes);
    }
}
