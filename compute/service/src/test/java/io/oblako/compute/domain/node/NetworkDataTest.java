package io.oblako.compute.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.domain.network.Nic;
import io.oblako.kernel.json.Json;
import io.oblako.network.contracts.PortFact;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkDataTest {

    private static final UUID SUBNET = new UUID(1, 2);

    private static Nic nic(String address, PortFact.Subnet subnet) {
        var wire = new Nic.Wire(
                "fa:16:3e:00:00:01", 1442, List.of(new PortFact.FixedIp(SUBNET, address)), List.of(subnet), false);
        return new Nic(
                UUID.fromString("1f0a5b8c-4a52-4d1e-8b71-0d3a4b1c2222"),
                new UUID(1, 1),
                null,
                Set.of(),
                null,
                true,
                wire);
    }

    private static PortFact.Subnet subnet(String cidr, String gateway, boolean dhcp, @Nullable String mode) {
        return new PortFact.Subnet(
                SUBNET,
                cidr,
                cidr.indexOf(':') < 0 ? 4 : 6,
                gateway,
                List.of("9.9.9.9"),
                List.of(new PortFact.Route("192.0.2.0/24", "10.0.0.9")),
                dhcp,
                mode);
    }

    private static Map<?, ?> only(String list, String data) {
        return (Map<?, ?>) ((List<?>) Json.read(data, Map.class).get(list)).getFirst();
    }

    @Test
    void aServerWithoutInterfacesHasAnEmptyDocument() {
        assertThat(NetworkData.of(List.of())).isEqualTo("{\"links\":[],\"networks\":[],\"services\":[]}");
    }

    @Test
    void aGuestAsksForItsAddressWhereOneIsHandedOut() {
        String data = NetworkData.of(List.of(nic("10.0.0.7", subnet("10.0.0.0/24", "10.0.0.1", true, null))));
        assertThat(data)
                .isEqualTo("{\"links\":[{\"id\":\"tap1f0a5b8c-4a\",\"vif_id\":\"1f0a5b8c-4a52-4d1e-8b71-0d3a4b1c2222\","
                        + "\"type\":\"ovs\",\"mtu\":1442,\"ethernet_mac_address\":\"fa:16:3e:00:00:01\"}],"
                        + "\"networks\":[{\"id\":\"network0\",\"type\":\"ipv4_dhcp\",\"link\":\"tap1f0a5b8c-4a\","
                        + "\"network_id\":\"00000000-0000-0001-0000-000000000001\"}],"
                        + "\"services\":[{\"type\":\"dns\",\"address\":\"9.9.9.9\"}]}");
    }

    @Test
    void aGuestIsToldItsAddressWhereNoneIsHandedOut() {
        String data = NetworkData.of(List.of(nic("10.0.0.7", subnet("10.0.0.0/24", "10.0.0.1", false, null))));
        Map<?, ?> network = only("networks", data);
        assertThat(network.get("type")).isEqualTo("ipv4");
        assertThat(network.get("ip_address")).isEqualTo("10.0.0.7");
        assertThat(network.get("netmask")).isEqualTo("255.255.255.0");
        assertThat(network.get("routes").toString())
                .isEqualTo("[{network=0.0.0.0, netmask=0.0.0.0, gateway=10.0.0.1},"
                        + " {network=192.0.2.0, netmask=255.255.255.0, gateway=10.0.0.9}]");
    }

    @Test
    void addressesOfIpV6ComeToBeAsTheSubnetSays() {
        String data = NetworkData.of(
                List.of(nic("2001:db8::7", subnet("2001:db8::/64", "2001:db8::1", true, "dhcpv6-stateful"))));
        assertThat(only("networks", data).get("type")).isEqualTo("ipv6_dhcpv6-stateful");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 255.255.255.0",
        "0.0.0.0/0, 0.0.0.0",
        "10.0.0.1/32, 255.255.255.255",
        "2001:db8::/64, ffff:ffff:ffff:ffff:0:0:0:0",
        "::/0, 0:0:0:0:0:0:0:0"
    })
    void aPrefixIsAMask(String cidr, String mask) {
        assertThat(NetworkData.mask(cidr)).isEqualTo(mask);
    }
}
