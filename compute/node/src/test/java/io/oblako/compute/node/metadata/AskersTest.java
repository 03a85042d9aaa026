package io.oblako.compute.node.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.metadata.Askers.Asker;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AskersTest {

    private static final UUID RED = new UUID(1, 1);
    private static final UUID BLUE = new UUID(1, 2);
    private static final UUID WEB = new UUID(2, 1);
    private static final UUID DATA = new UUID(2, 2);

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static Asker asker(UUID server, int number) {
        return new Asker(server, "fa:16:3e:00:00:%02x".formatted(number));
    }

    @Test
    void CMP_07_theSameAddressOnTwoNetworksIsTwoGuests() {
        var askers = Askers.byNetwork(List.of(
                GuestsWithMetadata.guest(WEB, "web", GuestsWithMetadata.nic(RED, 1, "10.0.0.5")),
                GuestsWithMetadata.guest(DATA, "data", GuestsWithMetadata.nic(BLUE, 2, "10.0.0.5"))));
        assertThat(askers.get(RED).byAddress().get(ip("10.0.0.5"))).isEqualTo(asker(WEB, 1));
        assertThat(askers.get(BLUE).byAddress().get(ip("10.0.0.5"))).isEqualTo(asker(DATA, 2));
        assertThat(askers.get(RED).mtu()).isEqualTo(1442);
    }

    @Test
    void aGuestAsksByEachOfItsInterfacesAndAddresses() {
        var askers = Askers.byNetwork(List.of(GuestsWithMetadata.guest(
                WEB,
                "web",
                GuestsWithMetadata.nic(RED, 1, "10.0.0.5", "2001:db8::5"),
                GuestsWithMetadata.nic(BLUE, 2))));
        assertThat(askers.get(RED).byAddress())
                .containsOnlyKeys(ip("10.0.0.5"), ip("2001:db8::5"), ip("fe80::f816:3eff:fe00:1"));
        assertThat(askers.get(BLUE).byAddress()).containsOnlyKeys(ip("fe80::f816:3eff:fe00:2"));
        assertThat(askers.get(BLUE).byAddress()).containsValue(asker(WEB, 2));
    }

    @Test
    void CMP_07_anAddressOfTwoIsNobodys() {
        var askers = Askers.byNetwork(List.of(
                GuestsWithMetadata.guest(WEB, "web", GuestsWithMetadata.nic(RED, 1, "10.0.0.5")),
                GuestsWithMetadata.guest(DATA, "data", GuestsWithMetadata.nic(RED, 2, "10.0.0.5", "10.0.0.6"))));
        assertThat(askers.get(RED).byAddress())
                .doesNotContainKey(ip("10.0.0.5"))
                .containsKey(ip("10.0.0.6"));
    }

    @Test
    void whoDoesNotRunAsksNothing() {
        NodeDesired.Guest running = GuestsWithMetadata.guest(WEB, "web", GuestsWithMetadata.nic(RED, 1, "10.0.0.5"));
        for (Wish wish : List.of(Wish.STOPPED, Wish.SUSPENDED, Wish.ABSENT)) {
            assertThat(Askers.byNetwork(List.of(new Orders(running).wish(wish).guest())))
                    .as("%s", wish)
                    .isEmpty();
        }
        assertThat(Askers.byNetwork(
                        List.of(new Orders(running).wish(Wish.PAUSED).guest())))
                .containsOnlyKeys(RED);
    }

    @Test
    void anOrderOfAnOlderReleaseNamesNoNetwork() {
        NodeDesired.Guest old = GuestsWithMetadata.guest(WEB, "web", GuestsWithMetadata.nic(null, 1));
        assertThat(Askers.byNetwork(List.of(old))).isEmpty();
    }
}
