package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * One file per wish, replaced as a whole. A file that cannot be read, as after a power cut, is left out: Kafka will say it
 * again, so nobody waits for the disk.
 */
public final class FileDesiredStore implements DesiredStore {

    private static final Logger LOG = Logger.getLogger(FileDesiredStore.class);
    private static final String SUFFIX = ".json";
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Path folder;
    private final Path epochFile;

    private record Kept(String key, NodeDesired desired) {}

    public FileDesiredStore(Path folder) {
        this.folder = folder;
        this.epochFile = folder.resolve("epoch");
        AtomicFiles.privateFolder(folder);
    }

    @Override
    public Map<String, NodeDesired> load() {
        Map<String, NodeDesired> loaded = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
                try {
                    if (Files.size(file) <= MAX_BYTES) {
                        Kept kept = Json.read(Files.readAllBytes(file), Kept.class);
                        loaded.put(kept.key(), kept.desired());
                    }
                } catch (IOException | UncheckedIOException e) {
                    LOG.warnf(e, "The wish in %s cannot be read: waiting for Kafka to repeat it", file.getFileName());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return loaded;
    }

    @Override
    public void put(String key, NodeDesired desired) {
        AtomicFiles.writeSoon(file(key), Json.bytes(new Kept(key, desired)));
    }

    @Override
    public void remove(String key) {
        AtomicFiles.remove(file(key));
    }

    @Override
    public long epoch() {
        try {
            return Files.exists(epochFile)
                    ? Long.parseLong(Files.readString(epochFile).trim())
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException e) {
            LOG.errorf(e, "The lease epoch in %s is unreadable: taken as unknown", epochFile);
            return 0;
        }
    }

    @Override
    public void epoch(long newEpoch) {
        AtomicFiles.write(epochFile, Long.toString(newEpoch).getBytes(StandardCharsets.US_ASCII));
    }

    /** Keys hold a slash and come from outside: only letters, digits and hyphens reach the file name as they are. */
    private Path file(String key) {
        StringBuilder name = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            name.append(plain ? String.valueOf(c) : "_%02x".formatted((int) c));
        }
        return folder.resolve(name + SUFFIX);
    }
}
