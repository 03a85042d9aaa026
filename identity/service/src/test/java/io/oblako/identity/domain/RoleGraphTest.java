package io.oblako.identity.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.identity.domain.role.Role;
import io.oblako.identity.domain.role.RoleGraph;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleGraphTest {

    private static final Role ADMIN = role("a", "admin");
    private static final Role MANAGER = role("m", "manager");
    private static final Role READER = role("r", "reader");
    private static final Role LOCAL = new Role("l", "local-boss", "domain-1", "", Map.of());

    private final RoleGraph graph = new RoleGraph(
            List.of(ADMIN, MANAGER, READER, LOCAL), Map.of("a", List.of("m"), "m", List.of("r"), "l", List.of("m")));

    private static Role role(String id, String name) {
        return new Role(id, name, null, "", Map.of());
    }

    @Test
    void aRoleBringsAllThatItImplies() {
        assertThat(graph.names(Set.of("a"))).containsExactly("admin", "manager", "reader");
    }

    @Test
    void aRoleOfADomainCountsOnlyForWhatItImplies() {
        assertThat(graph.names(Set.of("l"))).containsExactly("manager", "reader");
    }

    @Test
    void anUnknownRoleIsDropped() {
        assertThat(graph.names(Set.of("gone"))).isEmpty();
    }

    @Test
    void aCircleEnds() {
        var circle = new RoleGraph(List.of(ADMIN, MANAGER), Map.of("a", List.of("m"), "m", List.of("a")));
        assertThat(circle.withImplied(Set.of("m"))).containsExactlyInAnyOrder("a", "m");
        assertThat(circle.implying("m")).containsExactlyInAnyOrder("a", "m");
    }

    @Test
    void whatImpliesARoleIsFoundOverSeveralSteps() {
        assertThat(graph.implying("r")).containsExactlyInAnyOrder("r", "m", "a", "l");
    }
}
