package io.oblako.image.inspect;

import java.util.Optional;
import java.util.Set;

/** A disk as it is. Any content will do that nothing else would take for a format; see {@link Signature}. */
final class RawReader implements FormatReader {

    private static final int SECTOR = 512;

    private final Limits limits;
    private String variant = "unpartitioned";

    RawReader(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Optional<Window> head(Bytes head) {
        Set<Signature> found = Signature.in(head);
        if (found.contains(Signature.GPT)) {
            variant = "gpt";
        } else if (found.contains(Signature.MBR)) {
            variant = "mbr";
        }
        return Optional.empty();
    }

    @Override
    public ImageReport finish(Bytes tail, long fileBytes) {
        long virtualBytes = Checks.divideUp(fileBytes, SECTOR) * SECTOR;
        limits.requireVirtual(virtualBytes);
        return ImageReport.of(DiskFormat.RAW, variant, virtualBytes, fileBytes);
    }
}
