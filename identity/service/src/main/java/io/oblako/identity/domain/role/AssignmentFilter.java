package io.oblako.identity.domain.role;

import io.oblako.identity.domain.role.Assignment.Actor;
import io.oblako.identity.domain.role.Assignment.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which assignments are meant; absent means any. */
public record AssignmentFilter(
        @Nullable Actor actor,
        @Nullable Target target,
        @Nullable String roleId,
        @Nullable Boolean inherited,
        @Nullable Set<String> targetIds) {

    public static AssignmentFilter all() {
        return new AssignmentFilter(null, null, null, null, null);
    }

    public static AssignmentFilter of(Actor actor) {
        return new AssignmentFilter(actor, null, null, null, null);
    }

    public static AssignmentFilter of(Actor actor, Target target, boolean inherited) {
        return new AssignmentFilter(actor, target, null, inherited, null);
    }

    public static AssignmentFilter ofRole(String roleId) {
        return new AssignmentFilter(null, null, roleId, null, null);
    }
}
