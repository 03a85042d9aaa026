package io.oblako.identity.api;

import io.oblako.kernel.error.ErrorKind;
import io.oblako.web.fault.FaultFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Keystone's error document: {@code {"error": {"code": 404, "message": "…", "title": "Not Found"}}}. */
@ApplicationScoped
class KeystoneFaults implements FaultFormat {

    @Override
    public Response render(ErrorKind kind, String code, String message, String requestId) {
        return Response.status(kind.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Vary", "X-Auth-Token")
                .entity(Map.of("error", Map.of("code", kind.status(), "message", message, "title", kind.title())))
                .build();
    }
}
