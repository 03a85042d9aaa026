package io.oblako.network.domain.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetPlanTest {

    private static final UUID NETWORK = UUID.randomUUID();

    static Standard standard() {
        return new Standard(UUID.randomUUID(), ProjectId.of("p"), "", "", List.of(), Instant.EPOCH, Instant.EPOCH, 0);
    }

    /** A subnet as it is planned when nothing else is said. */
    static Subnet subnet(String cidr) {
        Cidr prefix = Cidr.of(cidr);
        Values nothing = wanted(Map.of());
        Ip gateway = SubnetPlan.gateway(nothing, prefix);
        return new Subnet(
                standard(),
                NETWORK,
                prefix,
                gateway,
                SubnetPlan.pools(nothing, prefix, gateway),
                List.of(),
                List.of(),
                true,
                null,
                null,
                null,
                List.of());
    }

    private static Values wanted(Map<String, Object> given) {
        Map<String, Object> values = new HashMap<>(Map.of("enable_dhcp", true));
        values.putAll(given);
        return new Values(values, given.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.1, 10.0.0.2-10.0.0.254",
        "10.0.0.0/30, 10.0.0.1, 10.0.0.2-10.0.0.2",
        "2001:db8::/64, 2001:db8::1, 2001:db8::2-2001:db8::ffff:ffff:ffff:ffff"
    })
    void theGatewayIsTheFirstHostAndThePoolIsTheRest(String cidr, String gateway, String pool) {
        Subnet planned = subnet(cidr);
        assertThat(planned.gateway()).hasToString(gateway);
        assertThat(planned.pools())
                .extracting(range -> range.first() + "-" + range.last())
                .containsExactly(pool);
    }

    @Test
    void aGatewayInTheMiddleSplitsThePool() {
        Values given = wanted(Map.of("gateway_ip", Ip.of("10.0.0.4")));
        Ip gateway = SubnetPlan.gateway(given, Cidr.of("10.0.0.0/29"));
        assertThat(SubnetPlan.pools(given, Cidr.of("10.0.0.0/29"), gateway))
                .extracting(range -> range.first() + "-" + range.last())
                .containsExactly("10.0.0.1-10.0.0.3", "10.0.0.5-10.0.0.6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.1", "10.0.0.0", "10.0.0.255", "2001:db8::1"})
    void NET_16_aGatewayOutsideOfTheSubnetIsRefused(String gateway) {
        assertThatThrownBy(() -> SubnetPlan.checkGateway(Ip.of(gateway), Cidr.of("10.0.0.0/24")))
                .hasMessageContaining("Gateway is not valid on subnet");
    }

    @Test
    void aLinkLocalGatewayIsOfEveryIpv6Subnet() {
        SubnetPlan.checkGateway(Ip.of("fe80::1"), Cidr.of("2001:db8::/64"));
        assertThat(Ip.of("fe80::1").linkLocal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"224.0.0.0/24", "127.0.0.0/24", "0.0.0.0/8", "10.0.0.0/7", "ff00::/64", "fe80::/64", "::/64"})
    void NET_16_prefixesThatHostsCannotHaveAreRefused(String cidr) {
        Cidr prefix = Cidr.of(cidr);
        assertThatThrownBy(() -> SubnetPlan.checkCidr(prefix, prefix.version(), List.of()))
                .isInstanceOf(CloudException.class);
    }

    @Test
    void subnetsOfANetworkDoNotOverlap() {
        List<Subnet> siblings = List.of(subnet("10.0.0.0/16"));
        assertThatThrownBy(() -> SubnetPlan.checkCidr(Cidr.of("10.0.5.0/24"), 4, siblings))
                .hasMessageContaining("overlaps with another subnet");
        SubnetPlan.checkCidr(Cidr.of("10.1.0.0/16"), 4, siblings);
        assertThat(siblings).hasSize(1);
    }

    @Test
    void poolsStayInsideDoNotOverlapAndLeaveTheGatewayOut() {
        Cidr cidr = Cidr.of("10.0.0.0/24");
        Ip gateway = Ip.of("10.0.0.1");
        refused(NetworkError.OUT_OF_BOUNDS_ALLOCATION_POOL, cidr, gateway, "10.0.0.200-10.0.1.3");
        refused(NetworkError.OUT_OF_BOUNDS_ALLOCATION_POOL, cidr, gateway, "10.0.0.0-10.0.0.9");
        refused(NetworkError.OVERLAPPING_ALLOCATION_POOLS, cidr, gateway, "10.0.0.2-10.0.0.9", "10.0.0.9-10.0.0.12");
        refused(NetworkError.GATEWAY_CONFLICT_WITH_ALLOCATION_POOLS, cidr, gateway, "10.0.0.1-10.0.0.9");
        assertThat(SubnetPlan.checkedPools(ranges("10.0.0.20-10.0.0.29", "10.0.0.2-10.0.0.9"), cidr, gateway))
                .extracting(range -> range.first().toString())
                .containsExactly("10.0.0.2", "10.0.0.20");
    }

    private static List<AddressRange> ranges(String... texts) {
        return java.util.Arrays.stream(texts)
                .map(text -> text.split("-"))
                .map(ends -> new AddressRange(Ip.of(ends[0]), Ip.of(ends[1])))
                .toList();
    }

    private static void refused(NetworkError code, Cidr cidr, Ip gateway, String... pools) {
        assertThatThrownBy(() -> SubnetPlan.checkedPools(ranges(pools), cidr, gateway))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void modesOfIpv6GoTogetherOrAreRefused() {
        Cidr six = Cidr.of("2001:db8::/64");
        SubnetPlan.checkModes(wanted(Map.of("ipv6_ra_mode", Ipv6Mode.SLAAC)), six);
        SubnetPlan.checkModes(wanted(Map.of("ipv6_address_mode", Ipv6Mode.DHCPV6_STATEFUL)), Cidr.of("2001:db8::/80"));
        for (Values bad : List.of(
                wanted(Map.of("ipv6_ra_mode", Ipv6Mode.SLAAC, "ipv6_address_mode", Ipv6Mode.DHCPV6_STATEFUL)),
                wanted(Map.of("ipv6_ra_mode", Ipv6Mode.SLAAC, "enable_dhcp", false)))) {
            assertThatThrownBy(() -> SubnetPlan.checkModes(bad, six)).isInstanceOf(CloudException.class);
        }
        Values slaac = wanted(Map.of("ipv6_address_mode", Ipv6Mode.SLAAC));
        assertThatThrownBy(() -> SubnetPlan.checkModes(slaac, Cidr.of("2001:db8::/80")))
                .hasMessageContaining("/64");
        assertThatThrownBy(() -> SubnetPlan.checkModes(slaac, Cidr.of("10.0.0.0/24")))
                .hasMessageContaining("ip_version is 4");
    }

    @Test
    void aPoolGivesTheLowestFreePrefix() {
        List<Cidr> pool = List.of(Cidr.of("10.0.0.0/22"), Cidr.of("192.168.0.0/24"));
        assertThat(SubnetPrefixes.free(pool, List.of(), 24)).contains(Cidr.of("10.0.0.0/24"));
        assertThat(SubnetPrefixes.free(pool, List.of(Cidr.of("10.0.0.0/26")), 24))
                .contains(Cidr.of("10.0.1.0/24"));
        assertThat(SubnetPrefixes.free(pool, List.of(Cidr.of("10.0.0.0/22")), 24))
                .contains(Cidr.of("192.168.0.0/24"));
        assertThat(SubnetPrefixes.free(pool, List.of(Cidr.of("10.0.0.0/22"), Cidr.of("192.168.0.0/25")), 24))
                .isEmpty();
        assertThat(SubnetPrefixes.free(pool, List.of(), 16)).isEmpty();
    }

    @Test
    void prefixesOfAPoolAreCompacted() {
        assertThat(SubnetPoolLifecycle.compacted(List.of(
                        Cidr.of("10.0.1.0/24"),
                        Cidr.of("10.0.0.0/24"),
                        Cidr.of("10.0.1.128/25"),
                        Cidr.of("10.0.2.0/23"))))
                .containsExactly(Cidr.of("10.0.0.0/22"));
        assertThat(SubnetPoolLifecycle.compacted(List.of(Cidr.of("10.0.1.0/24"), Cidr.of("10.0.2.0/24"))))
                .containsExactly(Cidr.of("10.0.1.0/24"), Cidr.of("10.0.2.0/24"));
        assertThat(Set.copyOf(SubnetPoolLifecycle.compacted(List.of(Cidr.of("::/0"), Cidr.of("0.0.0.0/0")))))
                .hasSize(2);
    }
}
