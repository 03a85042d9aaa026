package io.oblako.compute.messaging;

import static io.oblako.compute.domain.ComputeError.HOST_UNREACHABLE;

import io.oblako.compute.contracts.NodeCallSignature;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.server.Consoles;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.tx.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the node of a server for the end of its console, by a signed call with a bounded answer. */
@ApplicationScoped
class NodeConsoles implements Consoles {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LINES = 100_000;

    private final Hosts hosts;
    private final Transactions transactions;
    private final NodeCallSignature signature;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    NodeConsoles(Hosts hosts, Transactions transactions, NodeCallSignature signature) {
        this.hosts = hosts;
        this.transactions = transactions;
        this.signature = signature;
    }

    @Override
    public String tail(Server server, String node, @Nullable Integer lines) {
        Host host = transactions.call(() -> hosts.find(node)).filter(Host::up).orElseThrow(() -> unreachable(null));
        String target = "/guests/" + server.id() + "/console?length="
                + (lines == null ? MOST_LINES : Math.min(lines, MOST_LINES));
        HttpRequest request = HttpRequest.newBuilder(URI.create(host.facts().httpUrl() + target))
                .timeout(TIMEOUT)
                .header(NodeCallSignature.HEADER, signature.sign("GET", target))
                .GET()
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MOST_BYTES);
                return switch (response.statusCode()) {
                    case 200 -> new String(bytes, StandardCharsets.UTF_8);
                    case 404 -> "";
                    default -> throw unreachable(new IOException("the node answered " + response.statusCode()));
                };
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private static CloudException unreachable(@Nullable Exception cause) {
        return new CloudException(
                HOST_UNREACHABLE, "The host of the server does not answer; try again when it is back.", cause);
    }
}
