package io.oblako.identity.api;

import io.oblako.testing.Engines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Identity in a schema, a topic prefix and a realm of its own in the real engines. */
public final class IdentityEngines implements QuarkusTestResourceLifecycleManager {

    static final String ADMIN_PASSWORD = "admin-of-this-test";
    static final String NODE_ID = "0123456789abcdef0123456789abcdef";
    static final String NODE_SECRET = "node-secret-of-this-test-that-is-long-enough-to-be-hashed-fast";

    @Override
    public Map<String, String> start() {
        Engines.Space space = Engines.space("identity");
        Map<String, String> config = new HashMap<>(space.config());
        // A second signer beside identity's own keys: personas without a log-in.
        config.putAll(TestIdentity.publishedTo(space).config());
        config.put("oblako.keycloak.url", Engines.keycloakUrl());
        config.put("oblako.keycloak.client-id", Engines.keycloakClientId());
        config.put("oblako.keycloak.client-secret", Engines.keycloakClientSecret());
        config.put("oblako.keycloak.realm", "test-" + UUID.randomUUID());
        config.put("oblako.admin-password", ADMIN_PASSWORD);
        config.put("oblako.node-credential.id", NODE_ID);
        config.put("oblako.node-credential.secret", NODE_SECRET);
        config.put("oblako.log-in.trusted-proxies", "127.0.0.1,::1");
        config.put("oblako.secrets-key", Base64.getEncoder().encodeToString(new byte[32]));
        return config;
    }

    @Override
    public void stop() {
        // The space stays: the engines are thrown away as a whole after the build.
    }
}
