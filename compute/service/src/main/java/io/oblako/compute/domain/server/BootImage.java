package io.oblako.compute.domain.server;

import java.util.Map;
import java.util.UUID;

/**
 * The image a server was booted from, as it was then: a server outlives its image.
 *
 * @param properties those that shape the machine (hw_*, os_*), and those a snapshot inherits
 */
public record BootImage(
        UUID id,
        String name,
        String diskFormat,
        long sizeBytes,
        long virtualBytes,
        String sha512,
        int minDiskGib,
        int minRamMib,
        Map<String, String> properties) {
    public BootImage {
        properties = Map.copyOf(properties);
    }
}
