package io.oblako.web.fault;

import io.oblako.kernel.error.ErrorKind;
import jakarta.ws.rs.core.Response;

/** The error document of one service's API; they differ, and clients read them. Each service offers one as a CDI bean. */
@FunctionalInterface
public interface FaultFormat {

    /**
     * @param code our stable word for the error
     * @param message the sentence for the caller
     */
    Response render(ErrorKind kind, String code, String message, String requestId);
}
