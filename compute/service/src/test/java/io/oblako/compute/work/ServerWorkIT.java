package io.oblako.compute.work;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import io.oblako.compute.domain.schedule.ExplainPlacement;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.domain.server.CreateServers;
import io.oblako.compute.domain.server.InstanceAction;
import io.oblako.compute.domain.server.InstanceActions;
import io.oblako.compute.domain.server.RebuildRequest;
import io.oblako.compute.domain.server.RebuildServer;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerOperations;
import io.oblako.compute.domain.server.ServerOrder;
import io.oblako.compute.domain.server.ServerQuery;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.server.VmState;
import io.oblako.compute.domain.snapshot.CreateImageOfServer;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.page.Sort;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.KafkaSettings;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sagas, claims and reports over the real database and broker, with nodes that do as the test says. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute_work"))
class ServerWorkIT {

    private static final Flavor SMALL = Orders.flavor("small", 1, 64, 1);

    @Inject
    KafkaSettings kafka;

    @Inject
    Transactions transactions;

    @Inject
    CreateServers create;

    @Inject
    RebuildServer rebuild;

    @Inject
    CreateImageOfServer createImage;

    @Inject
    ServerOperations operations;

    @Inject
    Servers servers;

    @Inject
    InstanceActions actions;

    @Inject
    Allocations allocations;

    @Inject
    Hosts hosts;

    @Inject
    Quotas quotas;

    @Inject
    ExplainPlacement explain;

    @Inject
    FleetView fleet;

    private final String project = TestIdentity.newProject();
    private Caller caller;
    private Caller admin;
    private FakeNode node;
    private FakeNode spare;
    private UUID image;

    @BeforeEach
    void twoHostsAndAnImage() {
        TestIdentity identity = TestIdentity.current();
        caller = identity.caller(project, "member");
        admin = identity.caller(project, "admin");
        String name = "host-" + UUID.randomUUID();
        node = new FakeNode(kafka, name + "-a", 4096);
        spare = new FakeNode(kafka, name + "-b", 2048);
        image = image("active", Map.of());
        await().atMost(60, SECONDS)
                .until(() -> fleet.current().find(node.name()).isPresent()
                        && fleet.current().find(spare.name()).isPresent());
    }

    @AfterEach
    void hostsGo() {
        transactions.run(() -> {
            hosts.setDisabled(node.name(), true, "test over");
            hosts.setDisabled(spare.name(), true, "test over");
        });
        node.close();
        spare.close();
        await().atMost(60, SECONDS)
                .until(() -> fleet.current().find(node.name()).orElseThrow().enabled() == false);
    }

    private UUID image(String status, Map<String, String> properties) {
        UUID id = UUID.randomUUID();
        fact(id, status, properties);
        return id;
    }

    private void fact(UUID id, String status, Map<String, String> properties) {
        Orders.image(kafka, project, id, status, properties);
    }

    private <T> T request(Supplier<T> work) {
        return RequestContext.fresh().get(() -> transactions.call(work));
    }

    private Server boot() {
        return boot(SMALL);
    }

    private Server boot(Flavor flavor) {
        Server asked = request(() -> create.create(caller, Orders.request("web", image, flavor, 1, 1)))
                .getFirst();
        assertThat(asked.status()).isEqualTo("BUILD");
        return becomes(asked.id(), VmState.ACTIVE);
    }

    private Server find(UUID id) {
        return transactions.call(() -> servers.find(id)).orElseThrow();
    }

    private Server becomes(UUID id, VmState state) {
        await().atMost(60, SECONDS).untilAsserted(() -> {
            Server server = find(id);
            assertThat(server.state().fault() + " " + server.vm() + " "
                            + server.state().task())
                    .endsWith(state + " null");
        });
        return find(id);
    }

    private Server order(UUID id, ServerOrder order) {
        return request(() -> operations.request(caller, id, order));
    }

    private long used(Resource resource) {
        return transactions.call(() -> quotas.usage(ProjectId.of(project))).getOrDefault(resource, 0L);
    }

    private Host host(FakeNode which) {
        return transactions.call(() -> hosts.find(which.name())).orElseThrow();
    }

    private void nothingIsLeft(UUID id) {
        await().atMost(60, SECONDS).untilAsserted(() -> {
            assertThat(find(id).vm()).isEqualTo(VmState.DELETED);
            assertThat(transactions.call(() -> allocations.of(id))).isEmpty();
            assertThat(node.wishes()).noneMatch(key -> key.contains(id.toString()));
            assertThat(spare.wishes()).noneMatch(key -> key.contains(id.toString()));
        });
        assertThat(node.has(id) || spare.has(id)).isFalse();
        assertThat(used(Resource.INSTANCES)).isZero();
        assertThat(host(node).allocated()).isEqualTo(Host.Allocated.NOTHING);
        assertThat(host(spare).allocated()).isEqualTo(Host.Allocated.NOTHING);
    }

    @Test
    void aServerBootsStopsStartsRebootsAndGoesWithoutATrace() {
        Server server = boot();
        assertThat(server.placement().node()).isEqualTo(node.name());
        assertThat(node.guest(server.id()).spec().metadata())
                .contains(server.id().toString());
        assertThat(node.guest(server.id()).spec().sealedSecrets()).doesNotContain(Orders.PASSWORD);
        assertThat(used(Resource.CORES)).isEqualTo(1);
        assertThat(host(node).allocated()).isEqualTo(new Host.Allocated(1, 1, 64, 1));
        assertThat(server.times().launched()).isNotNull();

        order(server.id(), new ServerOrder.Stop());
        assertThat(becomes(server.id(), VmState.STOPPED).status()).isEqualTo("SHUTOFF");
        assertThat(node.guest(server.id()).wish()).isEqualTo(Wish.STOPPED);
        order(server.id(), new ServerOrder.Start());
        becomes(server.id(), VmState.ACTIVE);
        order(server.id(), new ServerOrder.SoftReboot());
        becomes(server.id(), VmState.ACTIVE);
        order(server.id(), new ServerOrder.HardReboot());
        becomes(server.id(), VmState.ACTIVE);
        assertThat(node.guest(server.id()).hardReboots()).isEqualTo(1);
        order(server.id(), new ServerOrder.Pause());
        becomes(server.id(), VmState.PAUSED);
        order(server.id(), new ServerOrder.Unpause());
        becomes(server.id(), VmState.ACTIVE);
        order(server.id(), new ServerOrder.Suspend());
        becomes(server.id(), VmState.SUSPENDED);
        order(server.id(), new ServerOrder.Resume());
        becomes(server.id(), VmState.ACTIVE);

        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
        List<InstanceAction> history = transactions
                .call(() -> actions.page(server.id(), 50, null, null, null))
                .rows();
        assertThat(history)
                .extracting(InstanceAction::action)
                .containsExactly(
                        "delete", "resume", "suspend", "unpause", "pause", "reboot", "reboot", "start", "stop",
                        "create");
        assertThat(history).allSatisfy(action -> assertThat(action.finish()).isNotNull());
    }

    @Test
    void severalServersAtOnceShareAReservationAndAreSpread() {
        List<Server> asked = request(() -> create.create(caller, Orders.request("many", image, SMALL, 2, 6)));
        assertThat(asked).hasSize(6);
        asked.forEach(server -> becomes(server.id(), VmState.ACTIVE));
        assertThat(asked.stream()
                        .map(server -> server.machine().reservationId())
                        .distinct())
                .hasSize(1);
        assertThat(asked).extracting(Server::name).startsWith("many-1", "many-2");
        assertThat(used(Resource.INSTANCES)).isEqualTo(6);
        List<Server> page = transactions
                .call(() -> servers.page(ServerQuery.of(ProjectId.of(project)), new PageRequest(4, null, List.of())))
                .rows();
        assertThat(page).hasSize(4);
        List<Server> rest = transactions
                .call(() -> servers.page(
                        ServerQuery.builder()
                                .project(ProjectId.of(project))
                                .statuses(Set.of("ACTIVE"))
                                .name("^many-[0-9]$")
                                .tags(Set.of("t"))
                                .build(),
                        new PageRequest(4, page.getLast().id().toString(), List.of(new Sort("created_at", false)))))
                .rows();
        assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(page);
        asked.forEach(server -> order(server.id(), new ServerOrder.Delete()));
        asked.forEach(server -> becomes(server.id(), VmState.DELETED));
        asked.forEach(server -> nothingIsLeft(server.id()));
    }

    @Test
    void aHostThatFailsIsReplacedByAnotherOne() {
        node.failing("DISK_FULL", "The host could not make the disk.");
        Server server = boot();
        assertThat(server.placement().node()).isEqualTo(spare.name());
        assertThat(server.placement().epoch()).isEqualTo(2);
        assertThat(transactions.call(() -> explain.of(admin, server.id())))
                .hasSize(2)
                .first()
                .satisfies(second -> assertThat(second.rejections()).containsKey("not_tried"));
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(host(node).allocated()).isEqualTo(Host.Allocated.NOTHING));
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void I15_aServerThatNoHostCanMakeTellsWhy() {
        node.failing("DISK_FULL", "The host could not make the disk.");
        spare.failing("DISK_FULL", "The host could not make the disk.");
        Server asked = request(() -> create.create(caller, Orders.request("web", image, SMALL, 1, 1)))
                .getFirst();
        Server server = becomes(asked.id(), VmState.ERROR);
        assertThat(server.state().fault().code()).isEqualTo("DISK_FULL");
        assertThat(server.placement().node()).isNull();
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void aServerTooLargeForEveryHostNamesTheLargestOne() {
        Server asked = request(() ->
                        create.create(caller, Orders.request("web", image, Orders.flavor("huge", 1, 8192, 1), 1, 1)))
                .getFirst();
        Server server = becomes(asked.id(), VmState.ERROR);
        assertThat(server.state().fault().message())
                .contains("The largest free host has 6144 MiB of memory left; choose a flavor with ≤ 6144 MiB.");
        assertThat(transactions.call(() -> explain.of(caller, server.id())).toString())
                .contains("host-1")
                .doesNotContain(node.name());
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void aServerIsDeletedWhileItIsBuilt() {
        node.deaf(true);
        Server asked = request(() -> create.create(caller, Orders.request("web", image, SMALL, 1, 1)))
                .getFirst();
        await().atMost(60, SECONDS)
                .untilAsserted(
                        () -> assertThat(find(asked.id()).placement().node()).isNotNull());
        order(asked.id(), new ServerOrder.Delete());
        node.deaf(false);
        nothingIsLeft(asked.id());
    }

    @Test
    void aServerWhoseHostIsAwayIsDeletedForTheTenantAndItsClaimStaysUntilTheHostConfirms() {
        Server server = boot();
        node.dies();
        await().atMost(60, SECONDS).until(() -> !host(node).up());
        order(server.id(), new ServerOrder.Delete());
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(find(server.id()).vm()).isEqualTo(VmState.DELETED));
        assertThat(used(Resource.INSTANCES)).isZero();
        assertThat(host(node).allocated().servers()).isEqualTo(1);
        FakeNode returned = new FakeNode(kafka, node.name(), 4096);
        node.close();
        node = returned;
        nothingIsLeft(server.id());
    }

    @Test
    void aGuestThatShutsItselfOffIsShutOffAndOneThatDiesIsInError() {
        Server server = boot();
        node.happens(server.id(), GuestState.STOPPED, null);
        assertThat(becomes(server.id(), VmState.STOPPED).status()).isEqualTo("SHUTOFF");
        order(server.id(), new ServerOrder.Start());
        becomes(server.id(), VmState.ACTIVE);
        node.happens(server.id(), GuestState.CRASHED, new Failure("GUEST_PANIC", "The guest's kernel panicked", null));
        Server crashed = becomes(server.id(), VmState.ERROR);
        assertThat(crashed.state().fault().message()).contains("panicked");
        order(server.id(), new ServerOrder.HardReboot());
        assertThat(becomes(server.id(), VmState.ACTIVE).state().fault()).isNull();
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void aRebuildMakesANewDiskAndKeepsASealedSecret() {
        Server server = boot();
        UUID other = image("active", Map.of("hw_disk_bus", "virtio"));
        request(() -> rebuild.rebuild(
                caller,
                server.id(),
                new RebuildRequest(
                        other, "renamed", null, null, null, null, null, Secret.of("new"), null, null, null)));
        Server rebuilt = becomes(server.id(), VmState.ACTIVE);
        assertThat(rebuilt.name()).isEqualTo("renamed");
        assertThat(rebuilt.machine().image().id()).isEqualTo(other);
        assertThat(node.guest(server.id()).diskGeneration()).isEqualTo(1);
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void CMP_09_aRebuildWithAnImageOfAnotherArchitectureIsRefused() {
        Server server = boot();
        UUID arm = image("active", Map.of("hw_architecture", "aarch64"));
        assertThatThrownBy(() -> request(() -> rebuild.rebuild(
                        caller,
                        server.id(),
                        new RebuildRequest(arm, null, null, null, null, null, null, null, null, null, null))))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("another kind of host");
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void aResizeClaimsTheLargerFlavorAndARevertGivesItBack() {
        Server server = boot();
        Flavor large = Orders.flavor("large", 2, 128, 2);
        order(server.id(), new ServerOrder.Resize(large, null));
        Server resized = becomes(server.id(), VmState.RESIZED);
        assertThat(resized.status()).isEqualTo("VERIFY_RESIZE");
        assertThat(host(node).allocated()).isEqualTo(new Host.Allocated(1, 2, 128, 2));
        assertThat(used(Resource.CORES)).isEqualTo(2);
        order(server.id(), new ServerOrder.RevertResize());
        Server reverted = becomes(server.id(), VmState.ACTIVE);
        assertThat(reverted.flavor()).isEqualTo(SMALL);
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(host(node).allocated()).isEqualTo(new Host.Allocated(1, 1, 64, 1)));
        assertThat(used(Resource.CORES)).isEqualTo(1);
        order(server.id(), new ServerOrder.Resize(large, null));
        becomes(server.id(), VmState.RESIZED);
        order(server.id(), new ServerOrder.ConfirmResize());
        assertThat(becomes(server.id(), VmState.ACTIVE).flavor()).isEqualTo(large);
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void anImageIsMadeOfAServer() {
        Server server = boot();
        UUID made = request(() -> createImage.create(caller, server.id(), "snap", Map.of("a", "b")));
        assertThat(find(server.id()).state().task().word()).isEqualTo("image_snapshot");
        fact(made, "queued", Map.of());
        becomes(server.id(), VmState.ACTIVE);
        assertThat(node.wishes()).noneMatch(key -> key.contains("snapshot-"));
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void aSnapshotThatTheImageServiceRefusesLeavesTheServerAsItWas() {
        Server server = boot();
        UUID made = request(() -> createImage.create(caller, server.id(), "snap", Map.of()));
        fact(made, "killed", Map.of("os_fault", "Over quota."));
        becomes(server.id(), VmState.ACTIVE);
        InstanceAction action = transactions
                .call(() -> actions.page(server.id(), 1, null, null, null))
                .rows()
                .getFirst();
        assertThat(action.message()).isEqualTo("Error");
        order(server.id(), new ServerOrder.Delete());
        nothingIsLeft(server.id());
    }

    @Test
    void everyHeartbeatIsAnsweredByALease() {
        await().atMost(60, SECONDS)
                .until(() -> node.lease() != null && node.lease().heartbeat() > 2);
        assertThat(node.lease().fenced()).isFalse();
        assertThat(node.lease().ttlMillis()).isEqualTo(8000);
    }

    @Test
    void I2_aHostThatIsForcedDownIsFencedUnderANewEpochUntilItIsTakenBack() {
        await().atMost(60, SECONDS).until(() -> node.lease() != null);
        long epoch = node.lease().epoch();
        transactions.run(() -> hosts.setForcedDown(node.name(), true));
        transactions.run(() -> hosts.setForcedDown(node.name(), true));
        await().atMost(60, SECONDS).until(() -> node.lease().fenced());
        assertThat(node.lease().epoch()).isEqualTo(epoch + 1);
        transactions.run(() -> hosts.setForcedDown(node.name(), false));
        await().atMost(60, SECONDS).until(() -> !node.lease().fenced());
        assertThat(node.lease().epoch()).isEqualTo(epoch + 1);
    }

    @Test
    void I8_racingBootsNeverOverbookAHost() {
        Flavor big = Orders.flavor("big", 1, 1024, 1);
        transactions.run(() -> quotas.setLimits(
                ProjectId.of(project), Map.of(Resource.INSTANCES, -1, Resource.CORES, -1, Resource.RAM, -1)));
        List<Server> asked = request(() -> create.create(caller, Orders.request("race", image, big, 1, 12)));
        await().atMost(60, SECONDS)
                .until(() -> asked.stream().allMatch(server -> find(server.id()).idle()));
        long active =
                asked.stream().filter(s -> find(s.id()).vm() == VmState.ACTIVE).count();
        assertThat(active).as("6144 MiB and 3072 MiB may be promised").isEqualTo(9);
        assertThat(host(node).allocated().ramMib()).isEqualTo(6 * 1024);
        assertThat(host(spare).allocated().ramMib()).isEqualTo(3 * 1024);
        asked.forEach(server -> order(server.id(), new ServerOrder.Delete()));
        asked.forEach(server -> becomes(server.id(), VmState.DELETED));
        asked.forEach(server -> nothingIsLeft(server.id()));
    }
}
