package io.oblako.identity.keycloak;

import io.oblako.kernel.secret.Secret;
import java.util.Set;

/**
 * How to reach the log-in server.
 *
 * @param url its base, without a slash at the end
 * @param clientId a client of the realm {@code master} that may administer realms
 * @param realm the realm that identity makes and keeps
 * @param federationClients clients of the realm whose access tokens may be exchanged for ours
 */
public record KeycloakSettings(
        String url, String clientId, Secret clientSecret, String realm, Set<String> federationClients) {

    public KeycloakSettings {
        url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        federationClients = Set.copyOf(federationClients);
    }
}
