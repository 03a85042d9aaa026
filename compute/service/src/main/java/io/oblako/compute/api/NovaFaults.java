package io.oblako.compute.api;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.web.fault.FaultFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/**
 * Error documents as Nova writes them: {@code {"itemNotFound": {"code": 404, "message": "…"}}}. Our stable code is
 * added
 * as a header, where it disturbs no client.
 *
 * @see <a href="https://docs.openstack.org/api-guide/compute/faults.html">Compute API guide: faults</a>
 */
@ApplicationScoped
class NovaFaults implements FaultFormat {

    private static final String CODE = "X-Oblako-Error-Code";
    private static final int RETRY_SECONDS = 1;

    @Override
    public Response render(ErrorKind kind, String code, String message, String requestId) {
        int status = kind.status();
        Response.ResponseBuilder answer = Response.fromResponse(JsonOut.document(out -> {
                            if (kind == ErrorKind.UNAUTHORIZED) {
                                // What keystonemiddleware answers in front of every OpenStack service.
                                out.object(
                                        "error",
                                        error -> error.number("code", status)
                                                .text("title", kind.title())
                                                .text("message", message));
                                return;
                            }
                            out.object(
                                    name(kind),
                                    fault -> fault.number("code", status).text("message", message));
                        })
                        .status(status))
                .header(CODE, code);
        if (kind == ErrorKind.TOO_MANY_REQUESTS || kind == ErrorKind.UNAVAILABLE) {
            answer.header("Retry-After", RETRY_SECONDS);
        }
        return answer.build();
    }

    private static String name(ErrorKind kind) {
        return switch (kind) {
            case BAD_REQUEST -> "badRequest";
            case UNAUTHORIZED -> "unauthorized";
            case FORBIDDEN, OVER_QUOTA -> "forbidden";
            case NOT_FOUND -> "itemNotFound";
            case METHOD_NOT_ALLOWED -> "badMethod";
            case CONFLICT -> "conflictingRequest";
            case TOO_LARGE, TOO_MANY_REQUESTS -> "overLimit";
            case UNSUPPORTED_MEDIA_TYPE -> "badMediaType";
            case NOT_IMPLEMENTED -> "notImplemented";
            case UNAVAILABLE -> "serviceUnavailable";
            case NOT_ACCEPTABLE, GONE, PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE, INTERNAL -> "computeFault";
        };
    }
}
