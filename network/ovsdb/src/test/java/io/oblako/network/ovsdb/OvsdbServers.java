package io.oblako.network.ovsdb;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.kernel.process.Processes;
import io.oblako.network.ovsdb.wire.Remote;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Real servers for tests, each a child of the test with its files in one temporary folder: unix sockets have short
 * paths there. Closing kills the servers and removes the folder.
 */
public final class OvsdbServers implements AutoCloseable {

    private static final Duration TOOL = Duration.ofSeconds(10);

    private final Path folder;
    private final List<Server> servers = new ArrayList<>();
    private final List<OvsdbClient> clients = new ArrayList<>();
    private final Vertx vertx = OvsdbClient.vertx();

    /** One server process; it can be killed and started again on the same file. */
    public final class Server {
        private final String name;
        private final List<String> arguments;
        private final int port = ports(1).getFirst();
        private Process process;

        private Server(String name, List<String> arguments) {
            this.name = name;
            this.arguments = arguments;
            start();
        }

        public Remote remote() {
            return Remote.of("unix:" + socket());
        }

        public Remote tcp() {
            return Remote.of("tcp:127.0.0.1:" + port);
        }

        public Path socket() {
            return folder.resolve(name + ".sock");
        }

        public void start() {
            var command = new ArrayList<>(List.of(
                    "ovsdb-server",
                    folder.resolve(name + ".db").toString(),
                    "--remote=punix:" + socket(),
                    "--remote=ptcp:%d:127.0.0.1".formatted(port),
                    "--unixctl=" + folder.resolve(name + ".ctl"),
                    "--no-chdir"));
            command.addAll(arguments);
            try {
                process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                folder.resolve(name + ".log").toFile()))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("ovsdb-server is missing: ./oblako test installs it", e);
            }
        }

        /** As a power cut does. */
        public void kill() {
            process.destroyForcibly();
            await();
        }

        private void await() {
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The server " + name + " does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public OvsdbServers() {
        try {
            folder = Files.createTempDirectory("ovsdb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** The schema of the tests. */
    public static Path shop() {
        try {
            return Path.of(Objects.requireNonNull(OvsdbServers.class.getResource("/shop.ovsschema"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server that is no member of a cluster. */
    public Server standalone(String name, Path schema, String... arguments) {
        tool("create", folder.resolve(name + ".db").toString(), schema.toString());
        return started(name, List.of(arguments));
    }

    /** Three members of one cluster, which elect a leader within a second or two. */
    public List<Server> cluster(Path schema) {
        List<Integer> ports = ports(3);
        var members = new ArrayList<Server>();
        for (int i = 0; i < ports.size(); i++) {
            String database = folder.resolve("member" + i + ".db").toString();
            String local = "tcp:127.0.0.1:" + ports.get(i);
            if (i == 0) {
                tool("create-cluster", database, schema.toString(), local);
            } else {
                tool("join-cluster", database, "Shop", local, "tcp:127.0.0.1:" + ports.getFirst());
            }
            members.add(started("member" + i, List.of()));
        }
        return members;
    }

    /** A client of these servers that goes with them. */
    public OvsdbClient client(OvsdbSettings settings) {
        return client(settings, new SimpleMeterRegistry());
    }

    public OvsdbClient client(OvsdbSettings settings, MeterRegistry registry) {
        OvsdbClient client = OvsdbClient.open(settings, vertx, registry);
        clients.add(client);
        return client;
    }

    public OvsdbClient shopClient(Server... servers) {
        return client(settings(servers));
    }

    public static OvsdbSettings settings(Server... servers) {
        return OvsdbSettings.of(
                "Shop", List.of(servers).stream().map(Server::remote).toList(), null);
    }

    /** TCP ports of this host that nobody listens on. */
    public static List<Integer> ports(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clients.forEach(OvsdbClient::close);
        servers.forEach(server -> server.process.destroyForcibly());
        servers.forEach(Server::await);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Server started(String name, List<String> arguments) {
        var server = new Server(name, arguments);
        servers.add(server);
        return server;
    }

    private static void tool(String... arguments) {
        var command = new ArrayList<>(List.of("ovsdb-tool"));
        command.addAll(List.of(arguments));
        Processes.Result result = Processes.run(command, TOOL);
        if (!result.ok()) {
            throw new IllegalStateException(result.output());
        }
    }
}
