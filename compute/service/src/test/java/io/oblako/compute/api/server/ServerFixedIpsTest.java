package io.oblako.compute.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.domain.network.ServerFixedIps;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.network.contracts.NetworkOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ServerFixedIpsTest {

    private final Server server = AServer.onANetwork();
    private final List<NetworkOrder> ordered = new ArrayList<>();
    private final ServerFixedIps fixedIps = new ServerFixedIps(AServer.networks(), ordered::add);

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CommonError.INVALID_REQUEST));
    }

    @Test
    void theServersPortOnTheNetworkGetsAnotherAddress() {
        String network = AServer.port().network().toString();
        assertThat(fixedIps.add(server, network)).isEqualTo(AServer.port());
        assertThat(ordered).singleElement().satisfies(order -> {
            NetworkOrder.AddAddress add = (NetworkOrder.AddAddress) order;
            assertThat(add.port()).isEqualTo(AServer.port().id());
            assertThat(add.had()).isEqualTo(2);
        });
    }

    @Test
    void anAddressThatTheServerHasIsTaken() {
        fixedIps.remove(server, "10.0.0.7");
        assertThat(ordered)
                .singleElement()
                .satisfies(order ->
                        assertThat(((NetworkOrder.TakeAddress) order).address()).isEqualTo("10.0.0.7"));
    }

    @Test
    void networksAndAddressesThatTheServerHasNotAreRefused() {
        refused(() -> fixedIps.add(server, UUID.randomUUID().toString()));
        refused(() -> fixedIps.add(server, "blue"));
        refused(() -> fixedIps.remove(server, "10.0.0.8"));
        refused(() -> fixedIps.remove(server, "203.0.113.7"));
        refused(() -> fixedIps.remove(AServer.active(), "10.0.0.7"));
        assertThat(ordered).isEmpty();
    }
}
