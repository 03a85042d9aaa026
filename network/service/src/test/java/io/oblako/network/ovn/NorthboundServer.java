package io.oblako.network.ovn;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.kernel.process.Processes;
import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.OvsdbSettings;
import io.oblako.network.ovsdb.wire.Remote;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server with OVN's schema, in a folder of its own. Closing kills it and removes the folder. */
final class NorthboundServer implements AutoCloseable {

    private static final String SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema";

    private final Path folder;
    private final Process process;
    private final Vertx vertx = OvsdbClient.vertx();

    NorthboundServer() {
        try {
            folder = Files.createTempDirectory("nb");
            Path database = folder.resolve("nb.db");
            Processes.Result made =
                    Processes.run(List.of("ovsdb-tool", "create", database.toString(), SCHEMA), Duration.ofSeconds(10));
            if (!made.ok()) {
                throw new IllegalStateException(made.output());
            }
            process = new ProcessBuilder(
                            "ovsdb-server",
                            database.toString(),
                            "--remote=punix:" + socket(),
                            "--unixctl=" + folder.resolve("nb.ctl"),
                            "--no-chdir")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("nb.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("ovsdb-server is missing: ./oblako test installs it", e);
        }
    }

    private Path socket() {
        return folder.resolve("nb.sock");
    }

    OvsdbSettings settings() {
        return OvsdbSettings.of("OVN_Northbound", List.of(Remote.of("unix:" + socket())), null);
    }

    Vertx vertx() {
        return vertx;
    }

    OvsdbClient client() {
        return OvsdbClient.open(settings(), vertx, new SimpleMeterRegistry());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
