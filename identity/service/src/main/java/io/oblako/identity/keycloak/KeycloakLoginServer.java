package io.oblako.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.identity.domain.IdentityError;
import io.oblako.identity.domain.people.Change;
import io.oblako.identity.domain.people.Group;
import io.oblako.identity.domain.people.GroupName;
import io.oblako.identity.domain.people.LoginServer;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.keycloak.KeycloakHttp.Answer;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.secret.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link LoginServer} by Keycloak. Ids are its UUIDs without dashes; what it does not know goes into attributes. */
public final class KeycloakLoginServer implements LoginServer, AutoCloseable {

    private static final int PAGE = 500;
    private static final int MAX_PAGES = 1_000;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KeycloakSettings settings;
    private final KeycloakHttp http;
    private final KeycloakRealm realm;
    private final KeycloakUsers users;
    private final KeycloakChanges changes;
    private volatile @Nullable Secret loginSecret;

    public KeycloakLoginServer(KeycloakSettings settings, KeycloakObserver observer) {
        this.settings = settings;
        this.http = new KeycloakHttp(settings, observer);
        this.realm = new KeycloakRealm(http, settings);
        this.users = new KeycloakUsers();
        this.changes = new KeycloakChanges(http);
    }

    /** Makes the realm and its clients; repeatable. */
    public void ensureRealm() {
        realm.ensure();
        loginSecret = realm.loginSecret();
    }

    KeycloakHttp http() {
        return http;
    }

    @Override
    public Optional<String> logIn(String login, Secret password) {
        Secret secret = loginSecret;
        if (secret == null) {
            secret = realm.loginSecret();
            loginSecret = secret;
        }
        Answer answer = http.token(
                settings.realm(),
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        KeycloakRealm.LOGIN_CLIENT,
                        "client_secret",
                        secret.reveal(),
                        "username",
                        login,
                        "password",
                        password.reveal()));
        if (answer.ok()) {
            return Optional.of(subject(answer.body().path("access_token").asText()));
        }
        if (answer.status() == BAD_REQUEST || answer.status() == UNAUTHORIZED) {
            if (answer.body().path("error").asText().endsWith("_client")) {
                loginSecret = null;
                throw KeycloakHttp.unavailable("it refuses the log-in client", null);
            }
            return Optional.empty();
        }
        throw KeycloakHttp.unavailable("a log-in was answered with " + answer.status(), null);
    }

    /** The token came over our own connection from the server that signed it: its claims need no second check. */
    private static String subject(String accessToken) {
        String[] parts = accessToken.split("\\.", -1);
        try {
            JsonNode claims = Json.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
            return KeycloakUsers.id(claims.path("sub").asText());
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw KeycloakHttp.unavailable("its access token cannot be read", e);
        }
    }

    @Override
    public String createUser(User user, @Nullable Secret password) {
        ObjectNode wanted = users.write(user);
        if (password != null) {
            wanted.putArray("credentials")
                    .addObject()
                    .put("type", "password")
                    .put("value", password.reveal())
                    .put("temporary", false);
        }
        Answer answer = http.realm("POST", "/users", wanted);
        if (answer.status() == CONFLICT) {
            throw new CloudException(
                    IdentityError.NAME_TAKEN,
                    "Conflict occurred attempting to store user - Duplicate entry found with name %s."
                            .formatted(user.name()));
        }
        check(answer, "user");
        return KeycloakUsers.id(answer.createdId());
    }

    @Override
    public void saveUser(User user) {
        check(http.realm("PUT", user(user.id()), users.write(user)), "user");
    }

    @Override
    public Optional<Instant> passwordSetAt(String userId) {
        Answer answer = http.realm("GET", user(userId) + "/credentials", null);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        check(answer, "user");
        for (JsonNode credential : answer.body()) {
            if (credential.path("type").asText().equals("password")) {
                return Optional.of(
                        Instant.ofEpochMilli(credential.path("createdDate").asLong()));
            }
        }
        return Optional.empty();
    }

    @Override
    public void setPassword(String userId, Secret password) {
        check(
                http.realm(
                        "PUT",
                        user(userId) + "/reset-password",
                        Map.of("type", "password", "value", password.reveal(), "temporary", false)),
                "password");
    }

    @Override
    public void removeUser(String userId) {
        removed(http.realm("DELETE", user(userId), null));
    }

    @Override
    public Optional<User> find(String userId) {
        Answer answer = http.realm("GET", user(userId), null);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        check(answer, "user");
        return Optional.of(users.read(answer.body()));
    }

    @Override
    public Optional<User> findByLogin(String login) {
        Answer answer = http.realm("GET", "/users?exact=true&username=" + KeycloakHttp.encode(login), null);
        check(answer, "user");
        JsonNode first = answer.body().path(0);
        return first.isMissingNode() ? Optional.empty() : Optional.of(users.read(first));
    }

    @Override
    public List<Change> changedSince(Instant moment, int limit) {
        return changes.since(moment, limit);
    }

    @Override
    public List<User> users(int first, int limit) {
        Answer answer = http.realm("GET", "/users?briefRepresentation=false&first=" + first + "&max=" + limit, null);
        check(answer, "user");
        List<User> page = new ArrayList<>();
        answer.body().forEach(node -> page.add(users.read(node)));
        return page;
    }

    @Override
    public Optional<String> groupName(String groupId) {
        Answer answer = http.realm("GET", group(groupId), null);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        check(answer, "group");
        return topLevel(answer.body()) ? Optional.of(answer.body().path("name").asText()) : Optional.empty();
    }

    @Override
    public Map<String, String> groupNames(int first, int limit) {
        Answer answer = http.realm("GET", "/groups?first=" + first + "&max=" + limit, null);
        check(answer, "group");
        Map<String, String> names = new LinkedHashMap<>();
        answer.body().forEach(node -> names.put(id(node), node.path("name").asText()));
        return names;
    }

    @Override
    public Set<String> memberIds(String groupId) {
        return allIds(group(groupId) + "/members?briefRepresentation=true");
    }

    @Override
    public Set<String> groupIdsOf(String userId) {
        return allIds(user(userId) + "/groups?briefRepresentation=true");
    }

    /** Reads a list to its end, page by page; groups that belong to other groups are left out, Keystone has none. */
    private Set<String> allIds(String path) {
        Set<String> ids = new LinkedHashSet<>();
        for (int page = 0; page < MAX_PAGES; page++) {
            Answer answer = http.realm("GET", path + "&first=" + page * PAGE + "&max=" + PAGE, null);
            if (answer.status() == NOT_FOUND) {
                return Set.of();
            }
            check(answer, "membership");
            for (JsonNode node : answer.body()) {
                if (topLevel(node)) {
                    ids.add(id(node));
                }
            }
            if (answer.body().size() < PAGE) {
                break;
            }
        }
        return ids;
    }

    /** Also of a user, who has no path. */
    private static boolean topLevel(JsonNode node) {
        return node.path("path").asText("").lastIndexOf('/') <= 0;
    }

    private static String id(JsonNode node) {
        return KeycloakUsers.id(node.path("id").asText());
    }

    @Override
    public String createGroup(Group group) {
        Answer answer =
                http.realm("POST", "/groups", Map.of("name", GroupName.of(group).spelled()));
        if (answer.status() == CONFLICT) {
            throw new CloudException(
                    IdentityError.NAME_TAKEN,
                    "Conflict occurred attempting to store group - Duplicate entry found with name %s."
                            .formatted(group.name()));
        }
        check(answer, "group");
        return KeycloakUsers.id(answer.createdId());
    }

    @Override
    public void saveGroup(Group group) {
        check(
                http.realm(
                        "PUT",
                        group(group.id()),
                        Map.of("name", GroupName.of(group).spelled())),
                "group");
    }

    @Override
    public void removeGroup(String groupId) {
        removed(http.realm("DELETE", group(groupId), null));
    }

    @Override
    public void join(String groupId, String userId) {
        check(http.realm("PUT", user(userId) + "/groups/" + uuid(groupId), null), "membership");
    }

    @Override
    public void leave(String groupId, String userId) {
        removed(http.realm("DELETE", user(userId) + "/groups/" + uuid(groupId), null));
    }

    private static String user(String id) {
        return "/users/" + uuid(id);
    }

    private static String group(String id) {
        return "/groups/" + uuid(id);
    }

    private static UUID uuid(String id) {
        try {
            return Ids.uuid(id);
        } catch (IllegalArgumentException e) {
            throw CloudException.notFound("Could not find user or group: %s.".formatted(id));
        }
    }

    private static void removed(Answer answer) {
        if (answer.status() != NOT_FOUND) {
            check(answer, "user or group");
        }
    }

    /** Keycloak's own words are for administrators of Keycloak; ours say what can be done. */
    private static void check(Answer answer, String what) {
        if (answer.ok()) {
            return;
        }
        String said = answer.body().path("error_description").asText("")
                + answer.body().path("errorMessage").asText("")
                + answer.body().path("error").asText("");
        switch (answer.status()) {
            case BAD_REQUEST -> throw refused(what, said);
            case NOT_FOUND -> throw CloudException.notFound("Could not find %s.".formatted(what));
            case CONFLICT ->
                throw new CloudException(IdentityError.NAME_TAKEN, "Another %s has this name already.".formatted(what));
            default -> throw KeycloakHttp.unavailable("status " + answer.status() + ' ' + said, null);
        }
    }

    private static CloudException refused(String what, String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("password")) {
            String advice = lower.contains("history") || lower.contains("last")
                    ? "The new password cannot be identical to a previous password."
                    : "The password does not match the requirements: 6 to 4096 characters, none of the last 3.";
            return new CloudException(IdentityError.PASSWORD_REFUSED, advice);
        }
        return CloudException.badRequest("The log-in server refuses an attribute of the %s.".formatted(what));
    }

    @Override
    public void close() {
        http.close();
    }
}
