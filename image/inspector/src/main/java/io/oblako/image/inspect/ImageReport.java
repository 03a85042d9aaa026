package io.oblako.image.inspect;

import java.util.List;

/**
 * What an accepted image is. The sizes are those of the bytes themselves, never of what somebody said about them.
 *
 * @param format equal to the declared one
 * @param variant of the format, for people and logs: {@code v3}, {@code streamOptimized}, {@code dynamic}, {@code gpt}
 * @param virtualBytes size of the disk a guest would see; where a header gives two sizes, the larger. Of an archive the
 *     sum over its disks
 * @param fileBytes bytes inspected
 * @param disks of an archive, in the order of its entries; empty for all other formats
 */
public record ImageReport(
        DiskFormat format, String variant, long virtualBytes, long fileBytes, List<EmbeddedDisk> disks) {

    public ImageReport {
        if (virtualBytes < 0 || fileBytes < 0) {
            throw new IllegalArgumentException("Sizes of %d and %d bytes".formatted(virtualBytes, fileBytes));
        }
        disks = List.copyOf(disks);
    }

    static ImageReport of(DiskFormat format, String variant, long virtualBytes, long fileBytes) {
        return new ImageReport(format, variant, virtualBytes, fileBytes, List.of());
    }
}
