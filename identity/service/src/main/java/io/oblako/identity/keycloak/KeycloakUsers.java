package io.oblako.identity.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.project.Project;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.json.Json;
import java.util.Map;
import java.util.UUID;

/** Users as Keycloak spells them. */
final class KeycloakUsers {

    private static final String DOMAIN = "oblako_domain";
    private static final String NAME = "oblako_name";
    private static final String DESCRIPTION = "oblako_description";
    private static final String DEFAULT_PROJECT = "oblako_default_project";
    private static final String EXTRA = "oblako_extra";
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    ObjectNode write(User user) {
        ObjectNode node = Json.shared().createObjectNode();
        node.put("username", user.login()).put("enabled", user.enabled());
        if (user.email() != null) {
            node.put("email", user.email());
        }
        ObjectNode attributes = node.putObject("attributes");
        attributes.putArray(DOMAIN).add(user.domainId());
        attributes.putArray(NAME).add(user.name());
        if (!user.description().isEmpty()) {
            attributes.putArray(DESCRIPTION).add(user.description());
        }
        if (user.defaultProjectId() != null) {
            attributes.putArray(DEFAULT_PROJECT).add(user.defaultProjectId());
        }
        if (!user.extra().isEmpty()) {
            attributes.putArray(EXTRA).add(Json.text(user.extra()));
        }
        return node;
    }

    /** A user made at Keycloak's own console has none of our attributes and belongs to the default domain. */
    User read(JsonNode node) {
        String login = node.path("username").asText();
        String name = attribute(node, NAME);
        String domain = attribute(node, DOMAIN);
        String email = node.path("email").asText("");
        String project = attribute(node, DEFAULT_PROJECT);
        return new User(
                id(node.path("id").asText()),
                domain.isEmpty() ? Project.DEFAULT_DOMAIN : domain,
                name.isEmpty() ? login : name,
                login,
                node.path("enabled").asBoolean(),
                attribute(node, DESCRIPTION),
                email.isEmpty() ? null : email,
                project.isEmpty() ? null : project,
                extra(attribute(node, EXTRA)));
    }

    private static String attribute(JsonNode node, String name) {
        return node.path("attributes").path(name).path(0).asText("");
    }

    private static Map<String, Object> extra(String text) {
        if (text.isEmpty()) {
            return Map.of();
        }
        try {
            return Json.shared().readValue(text, MAP);
        } catch (JsonProcessingException e) {
            // Somebody edited it at the console: what cannot be read is as good as not there.
            return Map.of();
        }
    }

    static String id(String uuid) {
        return Ids.hex(UUID.fromString(uuid));
    }
}
