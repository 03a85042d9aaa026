package io.oblako.compute.api;

import io.oblako.web.request.CurrentRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Nova's own, older name of the request id beside the common one: clients of that age still look there. */
@Provider
public class ComputeRequestId implements ContainerResponseFilter {

    private static final String HEADER = "x-compute-request-id";

    private final CurrentRequest current;

    ComputeRequestId(CurrentRequest current) {
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, current.requestId());
    }
}
