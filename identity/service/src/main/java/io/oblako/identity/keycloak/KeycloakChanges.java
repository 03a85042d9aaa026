package io.oblako.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.people.Change;
import io.oblako.identity.domain.people.Change.Kind;
import io.oblako.identity.keycloak.KeycloakHttp.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What Keycloak's admin events say has been changed, whoever did it. */
final class KeycloakChanges {

    private static final int PAGE = 500;
    private static final int UUID_CHARS = 36;

    private final KeycloakHttp http;

    KeycloakChanges(KeycloakHttp http) {
        this.http = http;
    }

    List<Change> since(Instant moment, int limit) {
        List<Change> changes = new ArrayList<>();
        for (int first = 0; first < limit; first += PAGE) {
            Answer answer = http.realm(
                    "GET",
                    "/admin-events?resourceTypes=USER&resourceTypes=GROUP&resourceTypes=GROUP_MEMBERSHIP&direction=asc"
                            + "&first=" + first + "&max=" + PAGE + "&dateFrom=" + moment.toEpochMilli(),
                    null);
            if (!answer.ok()) {
                throw KeycloakHttp.unavailable("its events are refused with status " + answer.status(), null);
            }
            answer.body().forEach(event -> add(event, changes));
            if (answer.body().size() < PAGE) {
                break;
            }
        }
        return changes;
    }

    /** The path begins {@code users/UUID}, {@code users/UUID/groups/UUID} or {@code groups/UUID}, as its resource does. */
    private static void add(JsonNode event, List<Change> changes) {
        String spelled = event.path("resourcePath").asText();
        String[] path = spelled.split("/", -1);
        if (path.length < 2 || path[1].length() != UUID_CHARS) {
            return;
        }
        String id = KeycloakUsers.id(path[1]);
        String key =
                event.path("time").asText() + ' ' + event.path("operationType").asText() + ' ' + spelled;
        switch (event.path("resourceType").asText()) {
            case "USER" -> changes.add(new Change(key, Kind.USER, id));
            case "GROUP" -> changes.add(new Change(key, Kind.GROUP, id));
            case "GROUP_MEMBERSHIP" -> changes.add(new Change(key, Kind.MEMBERSHIPS, id));
            default -> throw new IllegalStateException("Keycloak sends events that nobody asked for: " + spelled);
        }
    }
}
