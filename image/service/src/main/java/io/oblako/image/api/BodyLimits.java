package io.oblako.image.api;

import io.oblako.image.http.LargeReads;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.kernel.json.Json;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bounds every body but that of an image file, which {@link io.oblako.image.domain.upload.UploadLimits} bounds. */
@ApplicationScoped
class BodyLimits {

    /** An image with all its properties at their longest is smaller. */
    private static final long MAX_BYTES = 1 << 20;

    private static final Pattern FILE = Pattern.compile("/v2/images/[^/]+/file");

    /** Routes are installed before the first connection is accepted, which is when Netty looks for extensions. */
    void install(@Observes Router router) {
        System.setProperty(LargeReads.PROPERTY, LargeReads.ON);
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(BodyLimits::check);
    }

    private static void check(RoutingContext http) {
        boolean upload = HttpMethod.PUT.equals(http.request().method())
                && FILE.matcher(http.normalizedPath()).matches();
        if (!upload) {
            @Nullable String length = http.request().getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length != null && tooLong(length)) {
                refuse(http);
                return;
            }
            http.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, MAX_BYTES);
        }
        http.next();
    }

    private static boolean tooLong(String length) {
        return length.length() > 18 || Long.parseLong(length) > MAX_BYTES;
    }

    private static void refuse(RoutingContext http) {
        ErrorKind kind = ErrorKind.TOO_LARGE;
        http.response()
                .setStatusCode(kind.status())
                .putHeader(HttpHeaders.CONNECTION, "close")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Json.text(GlanceFaultFormat.document(
                        kind.status() + " " + kind.title(),
                        kind.title(),
                        kind.name(),
                        "The request body is longer than %d bytes.".formatted(MAX_BYTES))));
    }
}
