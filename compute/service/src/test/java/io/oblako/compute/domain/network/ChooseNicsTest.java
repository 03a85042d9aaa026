package io.oblako.compute.domain.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.api.server.KnownNetworks;
import io.oblako.compute.domain.ComputeError;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.error.ErrorCode;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ChooseNicsTest {

    private static final ProjectId MINE = ProjectId.of("mine");
    private static final UUID BLUE = new UUID(1, 1);
    private static final UUID GREEN = new UUID(1, 2);
    private static final UUID EXTERNAL = new UUID(1, 3);
    private static final UUID THEIRS = new UUID(1, 4);
    private static final UUID BARE = new UUID(1, 5);
    private static final UUID PORT = new UUID(2, 1);
    private static final UUID WEB = new UUID(3, 1);

    private final KnownNetworks known = new KnownNetworks();
    private final ChooseNics choice = new ChooseNics(known, UUID::randomUUID);

    private static NetworkFact network(UUID id, String project, boolean external, boolean subnet) {
        List<UUID> subnets = subnet ? List.of(new UUID(9, 9)) : List.of();
        return new NetworkFact(id, project, "net", 1442, external, false, Set.of(), true, true, subnets, 1);
    }

    private static PortFact port(String project, String device, String... addresses) {
        return new PortFact(
                PORT,
                project,
                "",
                BLUE,
                "fa:16:3e:00:00:01",
                List.of(addresses).stream()
                        .map(address -> new PortFact.FixedIp(new UUID(9, 9), address))
                        .toList(),
                device,
                "",
                "",
                0,
                PortFact.Status.DOWN,
                null,
                true,
                true,
                Set.of(),
                List.of(),
                "",
                1442,
                List.of(),
                List.of(),
                "",
                1);
    }

    private List<Nic> choose(NetworkWish wish, int servers, String... groups) {
        return choice.choose(MINE, wish, List.of(groups), servers);
    }

    private static NetworkWish on(UUID network, String fixedIp) {
        return new NetworkWish.These(List.of(new NetworkWish.Item(network, null, fixedIp, null)));
    }

    private static NetworkWish with(UUID port) {
        return new NetworkWish.These(List.of(new NetworkWish.Item(null, port, null, "tag")));
    }

    private static void refused(ErrorCode code, String words, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void whoAsksForNoneGetsNone() {
        known.with(network(BLUE, "mine", false, true));
        assertThat(choose(new NetworkWish.None(), 1)).isEmpty();
    }

    @Test
    void theOnlyNetworkIsTakenWhenNobodyNamesOne() {
        assertThat(choose(new NetworkWish.Any(false), 1)).isEmpty();
        refused(
                ComputeError.NETWORK_NOT_USABLE,
                "Unable to automatically allocate",
                () -> choose(new NetworkWish.Any(true), 1));
        known.with(network(BLUE, "mine", false, true))
                .with(network(EXTERNAL, "mine", true, true))
                .with(network(BARE, "mine", false, false))
                .with(network(THEIRS, "theirs", false, true));
        assertThat(choose(new NetworkWish.Any(true), 1))
                .extracting(Nic::network)
                .containsExactly(BLUE);
        known.with(network(GREEN, "mine", false, true));
        refused(
                ComputeError.NETWORK_AMBIGUOUS,
                "Multiple possible networks",
                () -> choose(new NetworkWish.Any(false), 1));
    }

    @Test
    void aPortThatComputeMakesGoesWithTheServerAndIsNewForEach() {
        known.with(network(BLUE, "mine", false, true)).with(new SecurityGroupFact(WEB, "mine", "web", 1, ""));
        List<Nic> nics = choose(on(BLUE, null), 2, "web");
        assertThat(nics.getFirst().ours()).isTrue();
        assertThat(nics.getFirst().groups()).containsExactly(WEB);
        assertThat(choice.again(nics).getFirst().port())
                .isNotEqualTo(nics.getFirst().port());
    }

    @Test
    void aNetworkMustBeOnesOwnAndHaveASubnet() {
        known.with(network(THEIRS, "theirs", false, true))
                .with(network(EXTERNAL, "theirs", true, true))
                .with(network(BARE, "mine", false, false));
        refused(ComputeError.NETWORK_NOT_USABLE, "could not be found", () -> choose(on(THEIRS, null), 1));
        refused(CommonError.NOT_ALLOWED, "floating IP", () -> choose(on(EXTERNAL, null), 1));
        refused(ComputeError.NETWORK_NOT_USABLE, "requires a subnet", () -> choose(on(BARE, null), 1));
    }

    @Test
    void anAddressIsForOneServerAndMustBeFree() {
        known.with(network(BLUE, "mine", false, true)).with(port("mine", "", "10.0.0.9"));
        assertThat(choose(on(BLUE, "10.0.0.8"), 1).getFirst().fixedIp()).isEqualTo("10.0.0.8");
        refused(ComputeError.NETWORK_NOT_USABLE, "already in use", () -> choose(on(BLUE, "10.0.0.9"), 1));
        refused(ComputeError.NETWORK_NOT_USABLE, "max_count", () -> choose(on(BLUE, "10.0.0.8"), 2));
    }

    @Test
    void aPortMustBeOnesOwnAndFreeAndHaveAnAddress() {
        refused(ComputeError.NETWORK_NOT_USABLE, "could not be found", () -> choose(with(PORT), 1));
        known.with(port("theirs", "", "10.0.0.9"));
        refused(ComputeError.NETWORK_NOT_USABLE, "could not be found", () -> choose(with(PORT), 1));
        known.with(port("mine", "somebody", "10.0.0.9"));
        refused(ComputeError.PORT_IN_USE, "still in use", () -> choose(with(PORT), 1));
        known.with(port("mine", ""));
        refused(ComputeError.NETWORK_NOT_USABLE, "requires a FixedIP", () -> choose(with(PORT), 1));
        known.with(port("mine", "", "10.0.0.9"));
        refused(ComputeError.NETWORK_NOT_USABLE, "multiple instances", () -> choose(with(PORT), 2));
        Nic nic = choose(with(PORT), 1).getFirst();
        assertThat(nic.ours()).isFalse();
        assertThat(nic.tag()).isEqualTo("tag");
    }

    @Test
    void groupsAreFoundByNameOrIdAndTheDefaultOneNeedNotBeKnown() {
        known.with(network(BLUE, "mine", false, true)).with(new SecurityGroupFact(WEB, "mine", "web", 1, ""));
        assertThat(choose(on(BLUE, null), 1, "default").getFirst().groups()).isEmpty();
        assertThat(choose(on(BLUE, null), 1, WEB.toString()).getFirst().groups())
                .containsExactly(WEB);
        refused(ComputeError.NETWORK_NOT_USABLE, "Security group db not found", () -> choose(on(BLUE, null), 1, "db"));
        known.with(new SecurityGroupFact(new UUID(3, 2), "mine", "web", 1, ""));
        refused(ComputeError.NETWORK_AMBIGUOUS, "Multiple security_groups", () -> choose(on(BLUE, null), 1, "web"));
    }
}
