package io.oblako.image.api;

import io.oblako.kernel.error.CloudException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/**
 * {@code /v2/images/} is the image with the empty id, which does not exist; JAX-RS would take it for the list of images.
 */
@Provider
@PreMatching
public class EmptyIdFilter implements ContainerRequestFilter {

    private final RoutingContext http;

    EmptyIdFilter(RoutingContext http) {
        this.http = http;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if ("/v2/images/".equals(http.request().path())) {
            throw CloudException.notFound("No image found with ID ");
        }
    }
}
