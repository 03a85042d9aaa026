package io.oblako.network.api;

import io.oblako.kernel.error.CloudException;
import java.util.Map;

/** The kinds whose things have tags, by the part of the path. */
record Endpoints(Map<String, Endpoint<?>> byPath) {

    Endpoints {
        byPath = Map.copyOf(byPath);
    }

    /** @throws CloudException NOT_FOUND for what is no kind, or has no tags */
    Endpoint<?> tagged(String path) {
        Endpoint<?> endpoint = byPath.get(path);
        if (endpoint == null) {
            throw CloudException.notFound("The resource could not be found.");
        }
        return endpoint;
    }
}
