package io.oblako.identity.domain.people;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can log in.
 *
 * @param login the user's name at the log-in server
 * @param defaultProjectId the scope of a token when the log-in names none
 */
public record User(
        String id,
        String domainId,
        String name,
        String login,
        boolean enabled,
        String description,
        @Nullable String email,
        @Nullable String defaultProjectId,
        Map<String, Object> extra) {

    public User {
        extra = Map.copyOf(extra);
    }

    public User withId(String newId) {
        return new User(newId, domainId, name, login, enabled, description, email, defaultProjectId, extra);
    }
}
