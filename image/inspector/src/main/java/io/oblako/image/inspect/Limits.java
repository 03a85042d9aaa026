package io.oblako.image.inspect;

import static io.oblako.image.inspect.ImageRejected.Reason.TOO_LARGE;

/**
 * How much an image may be. An image is inspected before anything is allocated for it, so these are the only bounds
 * between a header of 200 bytes and a disk of 64 PiB.
 *
 * @param maxFileBytes bytes of the image itself
 * @param maxVirtualBytes bytes of the disk a guest would see; over all disks of an archive
 * @param maxDescriptorBytes bytes of the OVF descriptor of an archive
 * @param maxDescriptorNodes XML events of that descriptor
 * @param maxArchiveEntries files in an archive
 */
public record Limits(
        long maxFileBytes,
        long maxVirtualBytes,
        int maxDescriptorBytes,
        int maxDescriptorNodes,
        int maxArchiveEntries) {

    private static final long TEBIBYTE = 1L << 40;

    /** 16 TiB real and virtual; descriptors of 5 MiB and 50,000 nodes; 64 entries. */
    public static final Limits DEFAULT = new Limits(16 * TEBIBYTE, 16 * TEBIBYTE, 5 << 20, 50_000, 64);

    public Limits {
        if (maxFileBytes <= 0
                || maxVirtualBytes <= 0
                || maxDescriptorBytes <= 0
                || maxDescriptorNodes <= 0
                || maxArchiveEntries <= 0) {
            throw new IllegalArgumentException("Limits must be positive");
        }
    }

    public Limits withMaxFileBytes(long bytes) {
        return new Limits(bytes, maxVirtualBytes, maxDescriptorBytes, maxDescriptorNodes, maxArchiveEntries);
    }

    public Limits withMaxVirtualBytes(long bytes) {
        return new Limits(maxFileBytes, bytes, maxDescriptorBytes, maxDescriptorNodes, maxArchiveEntries);
    }

    /** @param bytes as an unsigned number: a header may well say 2⁶⁴ - 1 */
    void requireVirtual(long bytes) {
        if (Long.compareUnsigned(bytes, maxVirtualBytes) > 0) {
            throw new ImageRejected(
                    TOO_LARGE,
                    "The disk in this image has %s bytes; at most %d are allowed. Shrink it before the upload"
                            .formatted(Long.toUnsignedString(bytes), maxVirtualBytes));
        }
        if (bytes == 0) {
            throw new ImageRejected(ImageRejected.Reason.EMPTY, "The disk in this image has no bytes");
        }
    }

    void requireFile(long bytes) {
        if (bytes > maxFileBytes) {
            throw new ImageRejected(
                    TOO_LARGE, "The image has more than the %d bytes that are allowed".formatted(maxFileBytes));
        }
    }
}
