package io.oblako.compute.domain.server;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The image a server was booted from, as it was then: a server outlives its image.
 *
 * @param sha512 hex digest of the stored file; absent while the image service still computes it, and until then no host is
 *     told of the server
 * @param properties those that shape the machine (hw_*, os_*), and those a snapshot inherits
 */
public record BootImage(
        UUID id,
        String name,
        String diskFormat,
        long sizeBytes,
        long virtualBytes,
        @Nullable String sha512,
        int minDiskGib,
        int minRamMib,
        Map<String, String> properties) {
    public BootImage {
        properties = Map.copyOf(properties);
    }

    /** The same image, once its bytes are safe. */
    public BootImage settled(String digest) {
        return new BootImage(id, name, diskFormat, sizeBytes, virtualBytes, digest, minDiskGib, minRamMib, properties);
    }
}
