package io.oblako.identity.domain.role;

import io.oblako.identity.domain.role.Assignment.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where roles, implications and assignments are kept. */
public interface Roles {

    /** Longest list that is given. */
    int MAX_LIST = 10_000;

    RoleGraph graph();

    Optional<Role> find(String id);

    /**
     * Ordered by name.
     *
     * @param name any when absent
     * @param domainId the domain's roles; the global ones when absent
     */
    List<Role> list(@Nullable String name, @Nullable String domainId);

    /** @throws io.oblako.kernel.error.CloudException NAME_TAKEN */
    void add(Role role);

    void save(Role role);

    void remove(String id);

    /** Pairs of (prior, implied) role ids, ordered. */
    List<Implication> implications();

    /** @return false when it was so already */
    boolean imply(String priorId, String impliedId);

    /** @return false when there was no such implication */
    boolean unimply(String priorId, String impliedId);

    List<Assignment> assignments(AssignmentFilter filter);

    /** @return false when it was so already */
    boolean assign(Assignment assignment);

    /** @return false when there was no such assignment */
    boolean unassign(Assignment assignment);

    /** Takes away all that was given to an actor, or at a target. */
    void unassignAll(AssignmentFilter filter);

    /**
     * Ids of the roles that a user holds at a target: given to the user or to a group of theirs, at the target or
     * inherited from above. Without implied ones.
     */
    Set<String> rolesOf(String userId, Target target);

    /** Ids of the projects and domains where the user holds any role, by inheritance too. */
    Set<String> targetsOf(String userId, Assignment.Kind kind);

    /** One role implies another. */
    record Implication(String priorId, String impliedId) {}
}
