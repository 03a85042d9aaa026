package io.oblako.identity.domain.role;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All roles and what each implies, at one moment. Immutable. */
public final class RoleGraph {

    private final Map<String, Role> byId = new HashMap<>();
    private final Map<String, Role> globalByName = new HashMap<>();
    private final Map<String, List<String>> implied;

    /** @param implied ids of directly implied roles by the id of the role that implies them */
    public RoleGraph(Collection<Role> roles, Map<String, List<String>> implied) {
        for (Role role : roles) {
            byId.put(role.id(), role);
            if (role.domainId() == null) {
                globalByName.put(role.name(), role);
            }
        }
        this.implied = Map.copyOf(implied);
    }

    public Optional<Role> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Role> globalByName(String name) {
        return Optional.ofNullable(globalByName.get(name));
    }

    /** The roles and all that they imply, directly or not; unknown ids are dropped. A circle does no harm. */
    public Set<String> withImplied(Collection<String> roleIds) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(roleIds);
        while (!open.isEmpty()) {
            String id = open.pop();
            if (byId.containsKey(id) && all.add(id)) {
                open.addAll(implied.getOrDefault(id, List.of()));
            }
        }
        return all;
    }

    /** The roles that imply this one, directly or not, and the role itself. */
    public Set<String> implying(String roleId) {
        Set<String> all = new LinkedHashSet<>();
        all.add(roleId);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (var entry : implied.entrySet()) {
                if (entry.getValue().stream().anyMatch(all::contains)) {
                    grown |= all.add(entry.getKey());
                }
            }
        }
        return all;
    }

    /** Names of the global roles among these and what they imply: what stands in a token. Sorted. */
    public Set<String> names(Collection<String> roleIds) {
        Set<String> names = new TreeSet<>();
        for (String id : withImplied(roleIds)) {
            Role role = byId.get(id);
            if (role != null && role.domainId() == null) {
                names.add(role.name());
            }
        }
        return names;
    }
}
