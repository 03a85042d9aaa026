package io.oblako.compute.domain.server;

import org.jspecify.annotations.Nullable;

/** Body of {@code PUT /servers/{id}}; what is absent stays. */
public record ServerUpdate(
        @Nullable String name,
        @Nullable Change<String> description,
        @Nullable String hostname,
        @Nullable Change<String> accessIpV4,
        @Nullable Change<String> accessIpV6,
        @Nullable Boolean diskAuto) {}
