package io.oblako.web.request;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.request.RequestPath;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that happens to a request: it gets its id (or keeps the one it brought), and paths that two parsers
 * could read differently are refused (security row API-09).
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
public class ArrivalFilter implements ContainerRequestFilter {

    public static final String REQUEST_ID = "x-openstack-request-id";
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** The largest document of any API has far less; chunked bodies are cut at the server's own, larger limit. */
    public static final long MAX_JSON_BYTES = 1024 * 1024;

    private static final Pattern REQUEST_ID_SPELLING = Pattern.compile("req-[0-9a-fA-F-]{36}");
    private static final Pattern KEY_SPELLING = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final CurrentRequest current;
    private final RoutingContext http;

    ArrivalFilter(CurrentRequest current, RoutingContext http) {
        this.current = current;
        this.http = http;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String brought = request.getHeaderString(REQUEST_ID);
        String requestId =
                brought != null && REQUEST_ID_SPELLING.matcher(brought).matches()
                        ? brought
                        : "req-" + UUID.randomUUID();
        String path = rawPath(http.request().uri());
        current.arrived(requestId, request.getMethod(), path);
        current.repeatable(key(request.getHeaderString(IDEMPOTENCY_KEY)));
        if (RequestPath.ambiguous(path)) {
            throw CloudException.notFound("The resource could not be found.");
        }
        if (isJson(request.getHeaderString("Content-Type")) && declaredLength(request) > MAX_JSON_BYTES) {
            throw new CloudException(
                    CommonError.TOO_LARGE, "A JSON body has at most %d bytes.".formatted(MAX_JSON_BYTES));
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType == null || contentType.toLowerCase(Locale.ROOT).contains("json");
    }

    private static long declaredLength(ContainerRequestContext request) {
        try {
            String length = request.getHeaderString("Content-Length");
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw CloudException.badRequest("Content-Length is a number of bytes.");
        }
    }

    private static String rawPath(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static @Nullable String key(@Nullable String header) {
        if (header == null) {
            return null;
        }
        if (!KEY_SPELLING.matcher(header).matches()) {
            throw CloudException.badRequest("Idempotency-Key has 1 to 255 printable ASCII characters without spaces.");
        }
        return header;
    }
}
