package io.oblako.compute.domain.server;

import io.oblako.kernel.secret.Secret;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a rebuild changes besides the root disk; what is absent stays. */
public record RebuildRequest(
        UUID image,
        @Nullable String name,
        @Nullable Change<String> description,
        @Nullable String hostname,
        @Nullable Map<String, String> metadata,
        @Nullable Change<ServerRequest.Key> key,
        @Nullable Change<Secret> userDataBase64,
        @Nullable Secret adminPassword,
        @Nullable Change<String> accessIpV4,
        @Nullable Change<String> accessIpV6,
        @Nullable Boolean diskAuto) {}
