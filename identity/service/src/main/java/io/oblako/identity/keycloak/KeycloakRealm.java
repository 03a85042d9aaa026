package io.oblako.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.identity.keycloak.KeycloakHttp.Answer;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.secret.Secret;
import java.util.List;
import java.util.Map;

/** Makes our realm and its clients as they should be, however often it is asked to. */
final class KeycloakRealm {

    /** The client that checks passwords for us. */
    static final String LOGIN_CLIENT = "oblako-login";
    /** The audience that an access token must name to be exchanged for one of ours. */
    static final String AUDIENCE = "oblako";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final String OPENID = "openid-connect";

    private final KeycloakHttp http;
    private final KeycloakSettings settings;

    KeycloakRealm(KeycloakHttp http, KeycloakSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    void ensure() {
        Answer realm = http.realm("GET", "", null);
        if (realm.status() == NOT_FOUND) {
            requireMade(http.admin("POST", "/realms", realmSettings()), "make the realm");
            http.forgetToken();
        } else {
            require(realm, "read the realm");
            require(http.realm("PUT", "", realmSettings()), "configure the realm");
        }
        require(http.realm("PUT", "/users/profile", profile()), "configure the user profile");
        ensureClient(LOGIN_CLIENT, loginClient());
        for (String client : settings.federationClients()) {
            ensureClient(client, federationClient(client));
        }
    }

    /** The secret that Keycloak made for the client that checks passwords. */
    Secret loginSecret() {
        String uuid = clientUuid(LOGIN_CLIENT);
        if (uuid.isEmpty()) {
            throw KeycloakHttp.unavailable("the realm is not ready yet", null);
        }
        Answer answer = http.realm("GET", "/clients/" + uuid + "/client-secret", null);
        require(answer, "read the secret of the log-in client");
        return Secret.of(answer.body().path("value").asText());
    }

    private void ensureClient(String clientId, ObjectNode client) {
        String uuid = clientUuid(clientId);
        if (uuid.isEmpty()) {
            requireMade(http.realm("POST", "/clients", client), "make the client " + clientId);
        }
    }

    private String clientUuid(String clientId) {
        Answer found = http.realm("GET", "/clients?clientId=" + KeycloakHttp.encode(clientId), null);
        if (found.status() == NOT_FOUND) {
            return "";
        }
        require(found, "look for a client");
        return found.body().path(0).path("id").asText("");
    }

    private ObjectNode realmSettings() {
        ObjectNode realm = Json.shared().createObjectNode();
        realm.put("realm", settings.realm()).put("enabled", true).put("displayName", "Oblako");
        realm.put("registrationAllowed", false)
                .put("resetPasswordAllowed", false)
                .put("rememberMe", false)
                .put("loginWithEmailAllowed", false)
                .put("duplicateEmailsAllowed", true)
                .put("editUsernameAllowed", true);
        realm.put("passwordPolicy", "length(6) and maxLength(4096) and passwordHistory(3)");
        // Guesses from one address are stopped by LogInGuard long before; this is the last line against guesses from
        // many
        // addresses at once (security row ID-14). It closes an account for everybody, its owner included, so it is far
        // off: 100 failures (NIST SP 800-63B, 5.2.2), none more than ten minutes after the one before. The check for
        // failures in quick succession is off: it would let anybody lock anybody out with two requests.
        realm.put("bruteForceProtected", true)
                .put("permanentLockout", false)
                .put("failureFactor", 100)
                .put("waitIncrementSeconds", 60)
                .put("maxFailureWaitSeconds", 900)
                .put("maxDeltaTimeSeconds", 600)
                .put("quickLoginCheckMilliSeconds", 0)
                .put("minimumQuickLoginWaitSeconds", 0);
        realm.put("accessTokenLifespan", 300).put("ssoSessionIdleTimeout", 1800).put("ssoSessionMaxLifespan", 36_000);
        // What was changed at Keycloak's own console is found in its admin events.
        realm.put("adminEventsEnabled", true).put("adminEventsDetailsEnabled", false);
        realm.putObject("attributes").put("adminEventsExpiration", "3600");
        return realm;
    }

    /** Names of any length and characters, nothing mandatory, attributes of ours that only administrators change. */
    private static ObjectNode profile() {
        ObjectNode profile = Json.shared().createObjectNode();
        ArrayNode attributes = profile.putArray("attributes");
        for (String name : List.of("username", "email", "firstName", "lastName")) {
            ObjectNode attribute = attributes.addObject();
            attribute.put("name", name).put("multivalued", false);
            attribute.putObject("validations").putObject("length").put("min", 0).put("max", 512);
            ObjectNode permissions = attribute.putObject("permissions");
            permissions.putArray("view").add("admin").add("user");
            permissions.putArray("edit").add("admin");
        }
        return profile.put("unmanagedAttributePolicy", "ADMIN_EDIT");
    }

    /** May only check passwords; what it is given lives for a minute and says no more than who it was. */
    private static ObjectNode loginClient() {
        ObjectNode client = Json.shared().createObjectNode();
        client.put("clientId", LOGIN_CLIENT)
                .put("protocol", OPENID)
                .put("publicClient", false)
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", true)
                .put("serviceAccountsEnabled", false)
                .put("fullScopeAllowed", false);
        client.putArray("defaultClientScopes").add("basic");
        client.putArray("optionalClientScopes");
        client.putObject("attributes")
                .put("use.refresh.tokens", "false")
                .put("access.token.lifespan", "60")
                .put("client.session.idle.timeout", "60")
                .put("client.session.max.lifespan", "60");
        return client;
    }

    private static ObjectNode federationClient(String clientId) {
        ObjectNode client = Json.shared().createObjectNode();
        client.put("clientId", clientId)
                .put("protocol", OPENID)
                .put("publicClient", true)
                .put("standardFlowEnabled", true)
                .put("directAccessGrantsEnabled", true)
                .put("fullScopeAllowed", false);
        client.putArray("redirectUris").add("http://localhost/*").add("http://127.0.0.1/*");
        client.putObject("attributes").put("pkce.code.challenge.method", "S256");
        ObjectNode mapper = client.putArray("protocolMappers").addObject();
        mapper.put("name", "audience").put("protocol", OPENID).put("protocolMapper", "oidc-audience-mapper");
        mapper.putObject("config")
                .put("included.custom.audience", AUDIENCE)
                .put("access.token.claim", "true")
                .put("id.token.claim", "false");
        return client;
    }

    /** Another replica of ours that starts at the same time may have been faster: it made the same. */
    private static void requireMade(Answer answer, String what) {
        if (answer.status() != CONFLICT) {
            require(answer, what);
        }
    }

    private static void require(Answer answer, String what) {
        if (!answer.ok()) {
            JsonNode said = answer.body();
            throw KeycloakHttp.unavailable(
                    "could not %s: status %d %s".formatted(what, answer.status(), Map.of("said", said)), null);
        }
    }
}
