package io.oblako.identity.domain.role;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A role. Only global ones (without a domain) stand in tokens; one of a domain counts for what it implies.
 *
 * @param domainId absent for a global role
 */
public record Role(String id, String name, @Nullable String domainId, String description, Map<String, Object> extra) {

    public static final String ADMIN = "admin";
    public static final String MANAGER = "manager";
    public static final String MEMBER = "member";
    public static final String READER = "reader";
    public static final String SERVICE = "service";

    public Role {
        extra = Map.copyOf(extra);
    }
}
