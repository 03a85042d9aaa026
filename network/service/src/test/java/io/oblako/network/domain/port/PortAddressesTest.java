package io.oblako.network.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.AddressChooser;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.MapIpam;
import io.oblako.network.domain.network.Subnet;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PortAddressesTest {

    private static final UUID NETWORK = UUID.randomUUID();
    private static final Mac MAC = new Mac("fa:16:3e:fc:3d:a9");

    private final MapIpam ipam = new MapIpam();
    private final PortAddresses addresses = new PortAddresses(ipam, new AddressChooser(ipam, new Random(3)));

    private final Subnet four = subnet("10.0.0.0/29", null);
    private final Subnet stateful = subnet("2001:db8:1::/64", Ipv6Mode.DHCPV6_STATEFUL);
    private final Subnet slaac = subnet("2001:db8:2::/64", Ipv6Mode.SLAAC);

    private static Subnet subnet(String cidr, Ipv6Mode mode, String... serviceTypes) {
        Standard standard =
                new Standard(UUID.randomUUID(), ProjectId.of("p"), "", "", List.of(), Instant.EPOCH, Instant.EPOCH, 0);
        Cidr prefix = Cidr.of(cidr);
        return new Subnet(
                standard,
                NETWORK,
                prefix,
                null,
                List.of(prefix.hosts()),
                List.of(),
                List.of(),
                true,
                mode,
                mode,
                null,
                List.of(serviceTypes));
    }

    private List<FixedIp> wished(List<Subnet> subnets, boolean automaticToo, FixedIp.Wish... wishes) {
        return addresses.wished(NETWORK, List.of(wishes), MAC, subnets, List.of(), automaticToo);
    }

    private static FixedIp.Wish in(Subnet subnet) {
        return new FixedIp.Wish(subnet.id(), null);
    }

    private static FixedIp.Wish exactly(String address) {
        return new FixedIp.Wish(null, Ip.of(address));
    }

    @Test
    void aPortHasOneAddressOfEachVersionAndAllComputedOnes() {
        Subnet second = subnet("10.1.0.0/24", null);
        assertThat(addresses.standard(NETWORK, "", MAC, List.of(four, second, stateful, slaac)))
                .extracting(FixedIp::subnet)
                .containsExactly(four.id(), stateful.id(), slaac.id());
        assertThat(addresses.standard(NETWORK, "", MAC, List.of())).isEmpty();
    }

    @Test
    void theNextSubnetHelpsOutWhenOneIsFull() {
        Subnet second = subnet("10.1.0.0/24", null);
        for (int i = 1; i < 7; i++) {
            ipam.taken.add(Ip.of("10.0.0." + i));
        }
        assertThat(addresses.standard(NETWORK, "", MAC, List.of(four, second)))
                .extracting(FixedIp::subnet)
                .containsExactly(second.id());
        assertThatThrownBy(() -> addresses.standard(NETWORK, "", MAC, List.of(four)))
                .isInstanceOfSatisfying(
                        CloudException.class,
                        e -> assertThat(e.code()).isEqualTo(NetworkError.IP_ADDRESS_GENERATION_FAILURE));
    }

    @Test
    void aSubnetForCertainDevicesServesThoseFirstAndNoOthers() {
        Subnet routers = subnet("10.9.0.0/24", null, "network:router");
        assertThat(addresses.standard(NETWORK, "compute:nova", MAC, List.of(routers, four)))
                .extracting(FixedIp::subnet)
                .containsExactly(four.id());
        assertThat(addresses.standard(NETWORK, "network:router_gateway", MAC, List.of(four, routers)))
                .extracting(FixedIp::subnet)
                .containsExactly(routers.id());
    }

    @Test
    void severalAddressesOfOneSubnetDiffer() {
        assertThat(wished(List.of(four), true, in(four), in(four), in(four)))
                .extracting(FixedIp::address)
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void computedAddressesComeByThemselvesWhenAPortIsMade() {
        assertThat(wished(List.of(four, slaac), true, exactly("10.0.0.3")))
                .extracting(ip -> ip.address().toString())
                .containsExactly("10.0.0.3", "2001:db8:2:0:f816:3eff:fefc:3da9");
        assertThat(wished(List.of(four, slaac), false, exactly("10.0.0.3"))).hasSize(1);
        assertThat(wished(List.of(slaac), false, exactly("2001:db8:2:0:f816:3eff:fefc:3da9")))
                .hasSize(1);
        assertThatThrownBy(() -> wished(List.of(slaac), true, exactly("2001:db8:2::5")))
                .hasMessageContaining("automatic addresses");
    }

    @Test
    void wishesThatCannotBeFulfilledSayWhy() {
        assertThatThrownBy(() -> wished(List.of(four), true, exactly("10.0.9.1")))
                .hasMessageContaining("not a valid IP for any of the subnets");
        assertThatThrownBy(() -> wished(List.of(four), true, new FixedIp.Wish(four.id(), Ip.of("10.0.9.1"))))
                .hasMessageContaining("not a valid IP for the specified subnet");
        assertThatThrownBy(() -> wished(List.of(four), true, in(slaac))).hasMessageContaining("invalid subnet");
        assertThatThrownBy(() -> wished(List.of(four), true, new FixedIp.Wish(null, null)))
                .hasMessageContaining("requires subnet_id or ip_address");
        assertThatThrownBy(() -> wished(List.of(four), true, exactly("10.0.0.3"), exactly("10.0.0.3")))
                .hasMessageContaining("wanted twice");
    }
}
