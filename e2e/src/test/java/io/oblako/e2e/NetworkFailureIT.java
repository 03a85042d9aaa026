package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** OVN, the switches and the network service die by {@code kill -9}, and {@code ./oblako up} heals them. */
@ResourceLock(Machine.PROCESSES)
class NetworkFailureIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String OTHER = "10.0.0.12";

    private final Wire wire = new Wire();
    private final Tenant tenant = Tenant.born(Cloud.admin());
    private final Tenant.Port first = tenant.port("10.0.0.11");
    private final Tenant.Port second = tenant.port(OTHER);
    private String rule;
    private Wire.Guest guest;

    @BeforeEach
    void twoGuestsReachEachOtherByARule() {
        guest = boot("h1", first, "10.0.0.11");
        boot("h2", second, OTHER);
        rule = tenant.letPing();
        assertThat(guest.reaches(OTHER, SOON)).isTrue();
    }

    private Wire.Guest boot(String host, Tenant.Port port, String address) {
        Wire.Guest plugged = wire.plug(host, port.id(), port.mac());
        plugged.run("ip", "address", "add", address + "/24", "dev", "eth0");
        plugged.run("ip", "link", "set", "eth0", "mtu", "1442");
        port.awaitActive(tenant.cloud(), SOON);
        return plugged;
    }

    @AfterEach
    void leave() {
        Machine.heal();
        wire.close();
        tenant.delete(first, second);
    }

    @Test
    void I10_packetsFlowWithoutTheControlOfTheNetworkAndRulesChangeAgainOnceItIsBack() {
        for (String name : List.of("network", "ovn-northd", "ovn-nb", "ovn-sb", "ovn-h1", "ovn-h2")) {
            Machine.kill(name);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(guest.pings(OTHER)).isTrue();
        }
        Machine.heal();
        tenant.forbid(rule);
        assertThat(guest.loses(OTHER, SOON)).isTrue();
    }

    @Test
    void I10_aSwitchThatDiedWorksAgainWithWhatIsPluggedIn() {
        Machine.kill("vswitchd-h1");
        Machine.kill("ovsdb-h1");
        Machine.heal();
        assertThat(guest.reaches(OTHER, SOON)).isTrue();
        tenant.forbid(rule);
        assertThat(guest.loses(OTHER, SOON)).isTrue();
    }
}
