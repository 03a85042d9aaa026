package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.RandomTenants;
import io.oblako.network.domain.reach.RandomTenants.Probe;
import io.oblako.network.domain.reach.Reachability;
import io.oblako.network.domain.reach.Seen;
import io.oblako.network.domain.reach.Snapshot;
import io.oblako.network.domain.reach.Things;
import io.oblako.network.domain.reach.Things.Device;
import io.oblako.network.domain.reach.Things.Wall;
import io.oblako.network.domain.reach.Verdict;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.ovsdb.value.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is told to OVN means what the model says, over generated rule sets (NET-03, NET-07, NET-08, NET-17). */
class CompiledRulesTest {

    private static final Compiler COMPILER = new Compiler(new Guest("cloud.internal", Duration.ofHours(12)));
    private static final int CLOUDS = 1_000;
    private static final int PACKETS = 20;
    private static final int LABELLED = 100;

    private static List<NbRow> compiled(Snapshot cloud) {
        return COMPILER.all(Model.of(
                List.of(
                        cloud.networks(),
                        cloud.subnets(),
                        cloud.ports(),
                        cloud.securityGroups(),
                        cloud.addressGroups(),
                        cloud.routers(),
                        cloud.floatingIps()),
                List.of("h1", "h2", "h3")));
    }

    /** In OVN's words a MAC address alone stands for all IP addresses. */
    @Test
    void NET_03_aPortWithoutAddressesMaySendFromNone() {
        Network network = Things.network(Things.standard("n", "p"), true, false, List.of());
        Port port = Things.port(
                Things.standard("port", "p"),
                network.id(),
                new Mac("fa:16:3e:00:00:01"),
                List.of(),
                true,
                new Device("server", "compute:nova"),
                new Wall(true, List.of(), List.of()));
        Snapshot cloud =
                new Snapshot(List.of(network), List.of(), List.of(port), List.of(), List.of(), List.of(), List.of());
        assertThat(compiled(cloud))
                .filteredOn(row -> row.uuid().equals(NbNames.portRow(port.id())))
                .extracting(row -> row.columns().get("port_security"))
                .containsExactly(Value.text("fa:16:3e:00:00:01 0.0.0.0"));
    }

    /** Who may write labels of a thing must not thereby choose what its packets do. */
    @Test
    void NET_17_namesDescriptionsAndTagsDecideNothing() {
        for (long seed = 0; seed < LABELLED; seed++) {
            Snapshot cloud = new RandomTenants(seed).snapshot();
            Snapshot labelled = new Snapshot(
                    labelled(cloud.networks()),
                    labelled(cloud.subnets()),
                    labelled(cloud.ports()),
                    labelled(cloud.securityGroups()),
                    labelled(cloud.addressGroups()),
                    labelled(cloud.routers()),
                    labelled(cloud.floatingIps()));
            assertThat(decisions(labelled)).as("seed %d", seed).isEqualTo(decisions(cloud));
        }
    }

    private static <T extends Resource<T>> List<T> labelled(List<T> things) {
        return things.stream()
                .map(thing -> {
                    Standard was = thing.standard();
                    return thing.with(new Standard(
                            was.id(),
                            was.project(),
                            SecurityGroup.DEFAULT,
                            "of everybody",
                            List.of("default", "shared"),
                            was.createdAt(),
                            was.updatedAt(),
                            was.revision()));
                })
                .toList();
    }

    /** Rows without the remarks on them, which are for people. */
    private static Map<UUID, List<Object>> decisions(Snapshot cloud) {
        Map<UUID, List<Object>> decisions = new HashMap<>();
        compiled(cloud).forEach(row -> {
            Map<String, Value> columns = new HashMap<>(row.columns());
            columns.remove("external_ids");
            decisions.put(row.uuid(), List.of(row.table(), columns, row.parents()));
        });
        return decisions;
    }

    @Test
    void NET_08_ovnIsToldWhatTheModelSays() {
        for (long seed = 0; seed < CLOUDS; seed++) {
            RandomTenants tenants = new RandomTenants(seed);
            Reachability model = new Reachability(tenants.snapshot(), _ -> true);
            NorthboundTrace trace = new NorthboundTrace(tenants.snapshot(), compiled(tenants.snapshot()));
            for (int i = 0; i < PACKETS; i++) {
                Probe probe = tenants.probe();
                Verdict verdict = model.fromPort(probe.from(), probe.packet());
                assertThat(trace.trace(probe.from(), probe.packet()))
                        .as(
                                "seed %d, packet %d: %s from port %s: %s",
                                seed, i, probe.packet(), probe.from().id(), verdict.outcome())
                        .isEqualTo(Seen.of(verdict));
            }
        }
    }
}
