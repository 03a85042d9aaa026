package io.oblako.image.api;

import io.oblako.kernel.error.ErrorKind;
import io.oblako.kernel.json.Json;
import io.oblako.web.fault.FaultFormat;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Faults as Glance's clients read them: a small page of HTML for those that take anything (glanceclient fails on our JSON,
 * as it does on Glance's), JSON for all others.
 *
 * @see <a href="https://docs.pylonsproject.org/projects/webob/en/stable/api/exceptions.html">WebOb: exceptions</a>
 */
@ApplicationScoped
class GlanceFaultFormat implements FaultFormat {

    private final RoutingContext http;

    GlanceFaultFormat(RoutingContext http) {
        this.http = http;
    }

    @Override
    public Response render(ErrorKind kind, String code, String message, String requestId) {
        ErrorKind shown = kind == ErrorKind.OVER_QUOTA ? ErrorKind.TOO_LARGE : kind;
        String status = shown.status() + " " + shown.title();
        if (wantsHtml(http.request().getHeader("Accept"))) {
            return Response.status(shown.status())
                    .type("text/html; charset=UTF-8")
                    .entity(html(status, message))
                    .build();
        }
        return Response.status(shown.status())
                .type("application/json")
                .entity(Json.text(document(status, shown.title(), code, message)))
                .build();
    }

    static Map<String, Object> document(String status, String title, String code, String message) {
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("message", message);
        fault.put("code", status);
        fault.put("title", title);
        fault.put("error_code", code);
        return fault;
    }

    private static boolean wantsHtml(@Nullable String accept) {
        return accept != null && (accept.contains("html") || accept.contains("*/*")) && !accept.contains("json");
    }

    private static String html(String status, String message) {
        return "<html>\n <head>\n  <title>" + status + "</title>\n </head>\n <body>\n  <h1>" + status + "</h1>\n  "
                + escaped(message) + "<br /><br />\n\n\n </body>\n</html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
