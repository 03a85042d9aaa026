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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks the node of a server for the end of its console, by a signed call with a bounded answer. */
@ApplicationScoped
class NodeConsoles implements Consoles {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration WHOLE_ANSWER = Duration.ofSeconds(10);
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
        HttpResponse<byte[]> response = answer(request);
        return switch (response.statusCode()) {
            case 200 -> new String(response.body(), StandardCharsets.UTF_8);
            case 404 -> "";
            default -> throw unreachable(new IOException("the node answered " + response.statusCode()));
        };
    }

    /** The timeout of a request ends with the headers of its answer; a node that says no more must not be waited for. */
    private HttpResponse<byte[]> answer(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answer.get(WHOLE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            throw unreachable(e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private static CloudException unreachable(@Nullable Exception cause) {
        return new CloudException(
                HOST_UNREACHABLE, "The host of the server does not answer; try again when it is back.", cause);
    }
}
