package io.oblako.network.domain.network;

import static io.oblako.network.domain.network.SubnetPlanTest.subnet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.address.Ip;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressChooserTest {

    private final MapIpam ipam = new MapIpam();
    private final AddressChooser chooser = new AddressChooser(ipam, new Random(7));

    @Test
    void everyAddressOfThePoolsIsGivenOnceAndNoOther() {
        Subnet subnet = subnet("10.0.0.0/26");
        Set<Ip> given = new HashSet<>();
        Optional<Ip> next = chooser.any(subnet, Set.of());
        while (next.isPresent()) {
            assertThat(given.add(next.get())).isTrue();
            ipam.taken.add(next.get());
            next = chooser.any(subnet, Set.of());
        }
        assertThat(given).hasSize(61).doesNotContain(Ip.of("10.0.0.0"), Ip.of("10.0.0.1"), Ip.of("10.0.0.63"));
    }

    @Test
    void addressesAreSpreadOverThePool() {
        Subnet subnet = subnet("10.0.0.0/8");
        Set<Ip> given = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            given.add(chooser.any(subnet, Set.of()).orElseThrow());
        }
        assertThat(given).hasSizeGreaterThan(95);
        assertThat(given.stream()
                        .map(ip -> ip.value().shiftRight(16))
                        .distinct()
                        .count())
                .isGreaterThan(50);
    }

    @Test
    void anAddressOfTheSameRequestIsTaken() {
        Subnet subnet = subnet("10.0.0.0/30");
        assertThat(chooser.any(subnet, Set.of())).contains(Ip.of("10.0.0.2"));
        assertThat(chooser.any(subnet, Set.of(Ip.of("10.0.0.2")))).isEmpty();
    }

    @Test
    void aNamedAddressMustBeFreeAndOfHosts() {
        Subnet subnet = subnet("10.0.0.0/24");
        ipam.taken.add(Ip.of("10.0.0.9"));
        assertThat(chooser.exactly(subnet, Ip.of("10.0.0.8"), Set.of())).hasToString("10.0.0.8");
        assertThat(chooser.exactly(subnet, Ip.of("10.0.0.9"), Set.of(Ip.of("10.0.0.9"))))
                .hasToString("10.0.0.9");
        refused(NetworkError.IP_ADDRESS_ALREADY_ALLOCATED, subnet, "10.0.0.9");
        refused(NetworkError.INVALID_IP_FOR_SUBNET, subnet, "10.0.0.255");
        refused(NetworkError.INVALID_IP_FOR_SUBNET, subnet, "10.0.1.1");
    }

    private void refused(NetworkError code, Subnet subnet, String address) {
        assertThatThrownBy(() -> chooser.exactly(subnet, Ip.of(address), Set.of()))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
