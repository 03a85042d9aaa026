package io.oblako.identity.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Configuration that only identity has. */
@ConfigMapping(prefix = "oblako")
public interface IdentityConfig {

    Keycloak keycloak();

    /** Password of the first operator, made by whoever installs. Absent: no operator is made. */
    Optional<String> adminPassword();

    NodeCredential nodeCredential();

    /** 32 random bytes, base64: seals the signing keys at rest. */
    String secretsKey();

    Token token();

    /** The log-in server. */
    interface Keycloak {

        /** Its base URL. */
        @WithDefault("http://127.0.0.1:8080")
        String url();

        /** A client of the realm master that may administer realms. */
        @WithDefault("oblako-identity")
        String clientId();

        String clientSecret();

        /** The realm that identity makes and keeps. */
        @WithDefault("oblako")
        String realm();

        /** Clients whose access tokens may be exchanged for ours. */
        @WithDefault("oblako-cli")
        Set<String> federationClients();
    }

    /** The application credential of the nodes. */
    interface NodeCredential {

        Optional<String> id();

        Optional<String> secret();
    }

    /** Tokens. */
    interface Token {

        /** How long a token lives. */
        @WithDefault("1H")
        Duration life();
    }
}
