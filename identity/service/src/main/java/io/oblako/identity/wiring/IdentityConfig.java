package io.oblako.identity.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
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

    LogIns logIn();

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

    /** What is forgiven to those who log in with wrong passwords, and where a request is said to come from. */
    interface LogIns {

        /** Failures of one user from one address after which that address must wait for that user. */
        @WithDefault("10")
        int failuresPerUser();

        /** Failures from one address, whoever they were for, after which it must wait for a minute. */
        @WithDefault("100")
        int failuresPerAddress();

        /** The first wait of an address for a user; it doubles with each further failure. */
        @WithDefault("1M")
        Duration pause();

        /** The longest wait. */
        @WithDefault("15M")
        Duration longestPause();

        /**
         * Addresses of proxies (such as {@code 10.0.0.5} or {@code 10.0.0.0/24}), whose header {@code X-Forwarded-For} is
         * believed. Absent: it is believed from nobody, and a request comes from where its connection does.
         */
        Optional<List<String>> trustedProxies();
    }

    /** Tokens. */
    interface Token {

        /** How long a token lives. */
        @WithDefault("1H")
        Duration life();
    }
}
