package io.oblako.network.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRulesTest {

    private static final Viewer OWNER = new Viewer(ProjectId.of("owner"), false);
    private static final Viewer GUEST = new Viewer(ProjectId.of("guest"), false);
    private static final Viewer OPERATOR = new Viewer(null, true);

    private static final Network NETWORK = new Network(
            new Standard(UUID.randomUUID(), ProjectId.of("owner"), "", "", List.of(), Instant.EPOCH, Instant.EPOCH, 0),
            true,
            1442,
            true,
            new Network.Provider("geneve", null, 1),
            List.of(),
            Set.of("*"),
            Set.of(),
            List.of(),
            Network.Scopes.NONE,
            null);

    private static Values device(String owner) {
        return new Values(Map.of("device_owner", owner, "device_id", "d"), Set.of("device_owner", "device_id"));
    }

    private static void refused(Viewer viewer, Values wanted, String before) {
        assertThatThrownBy(() -> PortRules.checkTrust(viewer, wanted, NETWORK, before, "update"))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(NetworkError.POLICY_NOT_AUTHORIZED));
    }

    private static void taken(Viewer viewer, Values wanted, String before) {
        assertThatCode(() -> PortRules.checkTrust(viewer, wanted, NETWORK, before, "update"))
                .doesNotThrowAnyException();
    }

    @Test
    void NET_01_trustedOwnersAreGivenAndTakenByTheCloudAlone() {
        for (Viewer viewer : List.of(OWNER, GUEST)) {
            refused(viewer, device("network:router_interface"), "");
            refused(viewer, device("network:dhcp"), "compute:nova");
            refused(viewer, device(""), "network:router_interface");
            taken(viewer, device("compute:nova"), "");
        }
        taken(OPERATOR, device("network:router_interface"), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mac_address", "port_security_enabled", "allowed_address_pairs"})
    void NET_02_onAnothersNetworkItsWallsAreLeftAlone(String attribute) {
        Values wanted = new Values(Map.of("device_owner", ""), Set.of(attribute));
        refused(GUEST, wanted, "");
        taken(OWNER, wanted, "");
        taken(OPERATOR, wanted, "");
    }

    @Test
    void NET_02_onAnothersNetworkAddressesAreNotChosen() {
        FixedIp.Wish named = new FixedIp.Wish(null, Ip.of("10.0.0.1"));
        FixedIp.Wish any = new FixedIp.Wish(UUID.randomUUID(), null);
        refused(GUEST, new Values(Map.of("fixed_ips", List.of(named)), Set.of("fixed_ips")), "");
        taken(GUEST, new Values(Map.of("fixed_ips", List.of(any)), Set.of("fixed_ips")), "");
        taken(OWNER, new Values(Map.of("fixed_ips", List.of(named)), Set.of("fixed_ips")), "");
    }
}
