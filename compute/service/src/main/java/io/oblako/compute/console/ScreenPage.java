package io.oblako.compute.console;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The page that shows the screen of a guest, with noVNC. Its address is asked for and holds a secret that is used once, so
 * nothing of it is kept or told to others.
 *
 * @see <a href="https://novnc.com/noVNC/docs/API.html">noVNC</a>
 */
@ApplicationScoped
class ScreenPage {

    private static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;
    private static final String ONLY_OURS = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'";

    private final ConsoleAddresses addresses;

    ScreenPage(ConsoleAddresses addresses) {
        this.addresses = addresses;
    }

    void install(@Observes Router router) {
        addresses.viewer().ifPresent(folder -> install(router, folder));
    }

    private static void install(Router router, Path viewer) {
        page(router, "screen.html", "text/html; charset=utf-8");
        page(router, "screen.js", "text/javascript; charset=utf-8");
        page(router, "screen.css", "text/css; charset=utf-8");
        for (String part : new String[] {"core", "vendor"}) {
            router.get("/consoles/novnc/" + part + "/*")
                    .order(ORDER)
                    // Hidden is for Vert.x what has a hidden folder anywhere above it: that must not matter here.
                    .handler(StaticHandler.create(
                                    FileSystemAccess.ROOT, viewer.resolve(part).toString())
                            .setIncludeHidden(true)
                            .setDirectoryListing(false));
        }
    }

    private static void page(Router router, String name, String type) {
        String text = text(name);
        router.get("/consoles/" + name).order(ORDER).handler(http -> {
            HttpServerResponse answer = http.response();
            answer.putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("Content-Security-Policy", ONLY_OURS)
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader("X-Content-Type-Options", "nosniff");
            var _ = answer.end(text);
        });
    }

    private static String text(String name) {
        try (InputStream bytes = ScreenPage.class.getResourceAsStream("/console/" + name)) {
            if (bytes == null) {
                throw new IllegalStateException("missing in the jar: " + name);
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
