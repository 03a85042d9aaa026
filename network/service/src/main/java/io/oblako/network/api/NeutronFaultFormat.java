package io.oblako.network.api;

import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.kernel.json.Json;
import io.oblako.network.domain.NetworkError;
import io.oblako.web.fault.FaultFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Faults as Neutron writes them: {@code {"NeutronError": {"type": "NetworkNotFound", "message": "…", "detail": ""}}}.
 * Only a missing token is answered as keystonemiddleware answers in front of every OpenStack service.
 */
@ApplicationScoped
class NeutronFaultFormat implements FaultFormat {

    private static final int RETRY_SECONDS = 1;

    @Override
    public Response render(ErrorKind kind, String code, String message, String requestId) {
        ErrorKind answered = kind == ErrorKind.OVER_QUOTA ? ErrorKind.CONFLICT : kind;
        Map<String, Object> fault = new LinkedHashMap<>();
        String name = "NeutronError";
        if (kind == ErrorKind.UNAUTHORIZED) {
            name = "error";
            fault.put("code", answered.status());
            fault.put("title", answered.title());
            fault.put("message", message);
        } else {
            fault.put("type", type(code));
            fault.put("message", message);
            fault.put("detail", "");
        }
        Response.ResponseBuilder answer =
                Response.status(answered.status()).type("application/json").entity(Json.text(Map.of(name, fault)));
        if (kind == ErrorKind.TOO_MANY_REQUESTS || kind == ErrorKind.UNAVAILABLE) {
            answer.header("Retry-After", RETRY_SECONDS);
        }
        return answer.build();
    }

    /** Neutron's name of the exception: that of the code, or WebOb's for what any service answers. */
    static String type(String code) {
        if (code.equals(CommonError.INVALID_REQUEST.name())) {
            return "HTTPBadRequest";
        }
        if (code.equals(CommonError.NOT_FOUND.name())) {
            return "HTTPNotFound";
        }
        if (code.equals(CommonError.NOT_ALLOWED.name())) {
            return "PolicyNotAuthorized";
        }
        if (code.equals(CommonError.INTERNAL.name())) {
            return "HTTPInternalServerError";
        }
        return NetworkError.exception(code)
                .orElseGet(() -> Arrays.stream(code.split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining()));
    }
}
