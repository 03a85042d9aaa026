package io.oblako.compute.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.ServerQuery;
import io.oblako.compute.domain.server.VmState;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;
import io.oblako.testing.Callers;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerFiltersTest {

    private static final ProjectId MINE = ProjectId.of("mine");

    private static Caller caller(String... roles) {
        return Callers.of(MINE.value(), roles);
    }

    private static Optional<ServerQuery> read(Caller caller, int minor, String... pairs) {
        return read(caller, minor, new KnownNetworks(), pairs);
    }

    private static Optional<ServerQuery> read(Caller caller, int minor, KnownNetworks known, String... pairs) {
        MultivaluedHashMap<String, String> query = new MultivaluedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            query.add(pairs[i], pairs[i + 1]);
        }
        return new ServerFilters(caller, minor, query, known).read();
    }

    private static ServerQuery member(int minor, String... pairs) {
        return read(caller("member"), minor, pairs).orElseThrow();
    }

    private static ServerQuery admin(String... pairs) {
        return read(caller("admin"), 93, pairs).orElseThrow();
    }

    @Test
    void withoutFiltersOnesOwnLivingServersAreWanted() {
        ServerQuery query = member(1);
        assertThat(query.project()).isEqualTo(MINE);
        assertThat(query.deleted()).isFalse();
    }

    @Test
    void onlyAdministratorsSeeAllTenants() {
        assertThat(admin("all_tenants", "1").project()).isNull();
        assertThat(admin("all_tenants", "").project()).isNull();
        assertThat(admin("project_id", "other").project()).isEqualTo(ProjectId.of("other"));
        assertThat(admin("all_tenants", "0", "project_id", "other").project()).isEqualTo(MINE);
        assertThat(member(1, "all_tenants", "1").project()).isEqualTo(MINE);
        assertThat(member(93, "project_id", "other").project()).isEqualTo(MINE);
        assertThatThrownBy(() -> member(75, "all_tenants", "1")).isInstanceOf(CloudException.class);
    }

    @Test
    void whatATenantMayNotFilterByIsIgnored() {
        assertThat(member(93, "host", "node-1").node()).isNull();
        assertThat(admin("host", "node-1").node()).isEqualTo("node-1");
        assertThat(member(82, "vm_state", "active").vmState()).isNull();
        assertThat(member(83, "vm_state", "active").vmState()).isEqualTo(VmState.ACTIVE);
    }

    @Test
    void aWordThatIsNoneMatchesNothing() {
        assertThat(read(caller("admin"), 93, "vm_state", "nonsense")).isEmpty();
        assertThat(read(caller("member"), 93, "image", "nonsense")).isEmpty();
    }

    @Test
    void addressesAreThoseOfThePortsOfServersAndLookedThroughByTheDatabase() {
        KnownNetworks known = new KnownNetworks().with(AServer.port());
        ServerQuery.AddressPattern wanted = read(caller("member"), 1, known, "ip", "10\\.0\\.")
                .orElseThrow()
                .ipV4();
        assertThat(wanted.pattern()).isEqualTo("10\\.0\\.");
        assertThat(wanted.servers()).containsExactly(AServer.active().id());
        assertThat(wanted.addresses()).containsExactly("10.0.0.7");
        assertThat(read(caller("member"), 4, known, "ip6", ".").orElseThrow().ipV6())
                .isNull();
        assertThat(read(caller("member"), 5, known, "ip6", ".")
                        .orElseThrow()
                        .ipV6()
                        .addresses())
                .containsExactly("2001:db8::7");
    }

    @Test
    void statusesAreReadInAnyCaseAndDeletedOnesAreForAdministrators() {
        assertThat(member(1, "status", "active", "status", "SHUTOFF").statuses())
                .containsExactlyInAnyOrder("ACTIVE", "SHUTOFF");
        assertThat(admin("status", "deleted").deleted()).isTrue();
        assertThatThrownBy(() -> member(1, "status", "DELETED"))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("Only administrators");
    }

    @Test
    void changesSinceShowsDeletedOnesToo() {
        ServerQuery query = member(1, "changes-since", "2026-11-22T20:00:00Z");
        assertThat(query.deleted()).isNull();
        assertThat(query.changesSince()).isEqualTo(Instant.parse("2026-11-22T20:00:00Z"));
        assertThat(member(65, "changes-before", "2026-11-22T20:00:00Z").changesBefore())
                .isNull();
        assertThatThrownBy(() ->
                        member(66, "changes-since", "2026-11-23T00:00:00Z", "changes-before", "2026-11-22T00:00:00Z"))
                .isInstanceOf(CloudException.class);
    }

    @Test
    void tagsAreSplitAtCommasSince26() {
        assertThat(member(25, "tags", "a,b").tags()).isEmpty();
        ServerQuery query = member(26, "tags", "a,b", "not-tags-any", "c");
        assertThat(query.tags()).containsExactlyInAnyOrder("a", "b");
        assertThat(query.notAnyTags()).containsExactly("c");
        assertThatThrownBy(() -> member(26, "tags", "a,".repeat(60) + "b")).isInstanceOf(CloudException.class);
    }

    @Test
    void powerStatesAreNumbersOrWords() {
        assertThat(admin("power_state", "1").powerState()).isEqualTo(PowerState.RUNNING);
        assertThat(admin("power_state", "running").powerState()).isEqualTo(PowerState.RUNNING);
        assertThat(read(caller("admin"), 93, "power_state", "99")).isEmpty();
    }

    @Test
    void aSystemScopedMemberHasNoServers() {
        Caller system = Callers.of(new Scope.System(), "member");
        assertThatThrownBy(() -> read(system, 93)).isInstanceOf(CloudException.class);
    }
}
