package io.oblako.compute.messaging;

import io.oblako.compute.contracts.NodeCallSignature;
import io.oblako.compute.domain.server.Consoles;
import io.oblako.compute.domain.server.Server;
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

    private final NodeCalls calls;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    NodeConsoles(NodeCalls calls) {
        this.calls = calls;
    }

    @Override
    public String tail(Server server, String node, @Nullable Integer lines) {
        String target = "/guests/" + server.id() + "/console?length="
                + (lines == null ? MOST_LINES : Math.min(lines, MOST_LINES));
        NodeCalls.Call call = calls.get(node, target);
        HttpRequest request = HttpRequest.newBuilder(URI.create(call.node() + target))
                .timeout(TIMEOUT)
                .header(NodeCallSignature.HEADER, call.signature())
                .GET()
                .build();
        HttpResponse<byte[]> response = answer(request);
        return switch (response.statusCode()) {
            case 200 -> new String(response.body(), StandardCharsets.UTF_8);
            case 404 -> "";
            default -> throw NodeCalls.unreachable(new IOException("the node answered " + response.statusCode()));
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
            throw NodeCalls.unreachable(e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw NodeCalls.unreachable(e);
        }
    }
}
