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

/**
 * A real server with OVN's schema, in a folder of its own. It can be killed and started again with what it has. Closing
 * kills it and removes the folder.
 */
final class NorthboundServer implements AutoCloseable {

    private static final String SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema";

    private final Path folder;
    private Process process;
    private final Vertx vertx = OvsdbClient.vertx();

    NorthboundServer() {
        try {
            folder = Files.createTempDirectory("nb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Processes.Result made =
                Processes.run(List.of("ovsdb-tool", "create", database(), SCHEMA), Duration.ofSeconds(10));
        if (!made.ok()) {
            throw new IllegalStateException(made.output());
        }
        process = started();
    }

    private String database() {
        return folder.resolve("nb.db").toString();
    }

    private Process started() {
        try {
            return new ProcessBuilder(
                            "ovsdb-server",
                            database(),
                            "--remote=punix:" + socket(),
                            "--unixctl=" + folder.resolve("nb.ctl"),
                            "--no-chdir")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("nb.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("ovsdb-server is missing: ./oblako test installs it", e);
        }
    }

    /** After it was killed. */
    void start() {
        process = started();
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

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
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
