package io.oblako.image.domain.catalog;

import io.oblako.image.domain.store.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an active image. They never change; only the digests are filled in, once.
 *
 * @param object where they lie
 * @param bytes how many there are
 * @param virtualBytes size of the disk inside, as inspected
 * @param digests absent until the image is settled: its bytes are on disk for good and digested
 * @param storedDuring the run of the machine in which they were written; bytes that were not settled when it ended are
 *     not trusted
 */
public record ImageData(
        ObjectKey object,
        long bytes,
        long virtualBytes,
        @Nullable Digests digests,
        String storedDuring) {

    /**
     * @param md5 hex; Glance's checksum
     * @param sha512 hex; Glance's os_hash_value
     */
    public record Digests(String md5, String sha512) {}

    public boolean settled() {
        return digests != null;
    }

    ImageData settledWith(Digests computed) {
        return new ImageData(object, bytes, virtualBytes, computed, storedDuring);
    }
}
