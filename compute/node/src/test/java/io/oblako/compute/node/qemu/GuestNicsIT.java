package io.oblako.compute.node.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.ActualGuest;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.linux.NetworkSpace;
import io.oblako.compute.node.nic.Datapath;
import io.oblako.compute.node.nic.HostSwitch;
import io.oblako.compute.node.nic.OvsSwitch;
import io.oblako.compute.node.nic.SwitchDatabase;
import io.oblako.compute.node.nic.Tap;
import io.oblako.compute.node.process.GuestProcesses;
import io.oblako.compute.node.qmp.QmpClient;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import io.oblako.testing.guest.BootSectorGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Interfaces of real guests in the jail, in a real switch. Wants root, QEMU, bubblewrap and Open vSwitch. */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class GuestNicsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path state;

    @TempDir
    Path database;

    private final FileImages images = new FileImages();
    private final UUID image = UUID.randomUUID();
    private NetworkSpace place;
    private SwitchDatabase switchDatabase;
    private Datapath datapath;
    private HostSwitch host;
    private QemuHypervisor hypervisor;

    @BeforeEach
    void start() throws IOException {
        images.images.put(image, BootSectorGuest.disk());
        place = new NetworkSpace();
        switchDatabase = new SwitchDatabase(database);
        datapath = new Datapath(database, switchDatabase, place);
        open();
    }

    private void open() {
        host = new OvsSwitch(switchDatabase.remote(), 1000, new SimpleMeterRegistry());
        hypervisor = new QemuHypervisor(
                new QemuHypervisor.Setup("host", state, "oblako-test", "", 0, 0, 0, 1L << 30),
                images,
                _ -> {},
                host,
                new SecretBox(Secret.of(Base64.getEncoder().encodeToString(new byte[32]))),
                Clock.systemUTC());
    }

    private void shut() {
        hypervisor.close();
        host.close();
    }

    @AfterEach
    void nothingIsLeft() {
        shut();
        GuestProcesses processes = new GuestProcesses(SocketFolder.key(state));
        for (UUID server : processes.scan()) {
            processes.kill(server, Duration.ofSeconds(5));
        }
        datapath.close();
        switchDatabase.close();
        place.close();
    }

    private NodeDesired.Guest order(Map<String, String> machine, Nic... nics) {
        return new Orders(TinyGuests.order(image, BootSectorGuest.disk()))
                .with(machine, nics)
                .guest();
    }

    private static Nic nic(int number) {
        return new Nic(UUID.randomUUID(), "fa:16:3e:00:00:%02x".formatted(number), 1442, null, List.of(), false);
    }

    private void launched(NodeDesired.Guest order) {
        perform(order, new Action.PrepareDisks(order));
        perform(order, new Action.Launch(order));
    }

    private void plugged(NodeDesired.Guest order) throws InterruptedException {
        Thread controller = Thread.ofVirtual().start(() -> {
            for (Nic nic : order.spec().nics()) {
                await().atMost(SOON).until(() -> switchDatabase.ports().contains(Tap.nameOf(nic.port())));
                switchDatabase.install(nic.port());
            }
        });
        perform(order, new Action.PlugNics(order));
        assertThat(controller.join(SOON)).isTrue();
    }

    private void perform(NodeDesired.Guest order, Action action) {
        perform(order, action, Progress.NONE);
    }

    private void perform(NodeDesired.Guest order, Action action, Progress progress) {
        place.in(() -> {
            hypervisor.perform(order.server(), action, progress);
            return true;
        });
    }

    private ActualGuest seen(NodeDesired.Guest order) {
        return hypervisor.observe(order.server());
    }

    private boolean tapIsThere(Nic nic) {
        return place.devices().contains(Tap.nameOf(nic.port()));
    }

    /** The addresses of the interfaces that QEMU shows, in their order. */
    private List<String> macs(NodeDesired.Guest order) throws IOException {
        Path socket = state.resolve("guests").resolve(order.server().toString()).resolve("run/rescue.sock");
        try (QmpClient qmp = QmpClient.connect(socket, SOON, () -> true, _ -> {}, () -> {})) {
            return qmp.execute("query-rx-filter", SOON).findValuesAsText("main-mac");
        }
    }

    /** Where QEMU has the interface: its bus and its place on it. */
    private List<String> place(NodeDesired.Guest order, Nic nic) throws IOException {
        Path socket = state.resolve("guests").resolve(order.server().toString()).resolve("run/rescue.sock");
        List<String> place = new ArrayList<>();
        try (QmpClient qmp = QmpClient.connect(socket, SOON, () -> true, _ -> {}, () -> {})) {
            for (String property : List.of("parent_bus", "addr")) {
                Map<String, String> asked =
                        Map.of("path", "/machine/peripheral/nic-" + nic.port(), "property", property);
                place.add(qmp.execute("qom-get", asked, SOON).asText());
            }
        }
        return place;
    }

    /** As the kernel does when memory is short. */
    private void killed(NodeDesired.Guest order) {
        GuestProcesses processes = new GuestProcesses(SocketFolder.key(state));
        assertThat(processes.scan()).contains(order.server());
        processes.kill(order.server(), SOON);
    }

    @Test
    void interfacesArePluggedBeforeTheGuestRunsAndGoWithIt() throws IOException, InterruptedException {
        Nic first = nic(1);
        Nic second = nic(2);
        NodeDesired.Guest order = order(Map.of(), first, second);
        launched(order);
        assertThat(seen(order).nics()).isEmpty();
        plugged(order);
        assertThat(seen(order).machine()).isEqualTo(Machine.READY);
        assertThat(seen(order).nics()).containsExactlyInAnyOrder(first.port(), second.port());
        assertThat(macs(order)).containsExactlyInAnyOrder(first.mac(), second.mac());
        assertThat(tapIsThere(first) && tapIsThere(second)).isTrue();
        // Guests find one interface only on each slot, at its first place.
        assertThat(place(order, first)).containsExactly("/machine/peripheral/slot-0/slot-0", "0");
        assertThat(place(order, second)).containsExactly("/machine/peripheral/slot-1/slot-1", "0");

        perform(order, new Action.Continue());
        shut();
        open();
        await().atMost(SOON).untilAsserted(() -> assertThat(seen(order).nics()).hasSize(2));
        assertThat(seen(order).machine()).isEqualTo(Machine.RUNNING);

        perform(order, new Action.End(null));
        assertThat(tapIsThere(first) || tapIsThere(second)).isFalse();
        assertThat(switchDatabase.ports()).isEmpty();
        perform(order, new Action.RemoveAll());
        assertThat(hypervisor.present()).isEmpty();
    }

    @Test
    void NET_04_aGuestIsKeptFromBeingARouterBeforeItRuns() throws InterruptedException {
        Nic only = nic(6);
        NodeDesired.Guest order = order(Map.of(), only);
        launched(order);
        plugged(order);
        assertThat(seen(order).machine()).isEqualTo(Machine.READY);
        String number = switchDatabase.number(Tap.nameOf(only.port()));
        assertThat(datapath.drops())
                .hasSize(2)
                .anySatisfy(flow -> assertThat(flow)
                        .endsWith("priority=30000,icmp6,in_port=%s,icmp_type=134 actions=drop".formatted(number)));
        perform(order, new Action.RemoveAll());
    }

    @Test
    void NET_04_anInterfaceThatCouldNotBeGuardedIsFoundAndCompleted() throws IOException, InterruptedException {
        Nic only = nic(8);
        NodeDesired.Guest order = order(Map.of(), only);
        launched(order);
        Path management = database.resolve("br-int.mgmt");
        Path away = database.resolve("away");
        await().atMost(SOON).until(() -> Files.exists(management));
        Files.move(management, away);
        assertThatThrownBy(() -> perform(order, new Action.PlugNics(order)))
                .rootCause()
                .hasMessageContaining("router");
        assertThat(seen(order).nics()).isEmpty();
        assertThat(seen(order).partialNics()).containsExactly(only.port());
        Files.move(away, management);
        plugged(order);
        assertThat(seen(order).nics()).containsExactly(only.port());
        assertThat(seen(order).partialNics()).isEmpty();
        perform(order, new Action.RemoveAll());
    }

    @Test
    void aMachineWithoutSlotsTakesThemOnItsBus() throws IOException, InterruptedException {
        Nic only = nic(3);
        NodeDesired.Guest order = order(Map.of("hw_machine_type", "pc"), only);
        launched(order);
        plugged(order);
        assertThat(macs(order)).containsExactly(only.mac());
        perform(order, new Action.RemoveAll());
        assertThat(switchDatabase.ports()).isEmpty();
    }

    @Test
    void whatAKilledGuestLeavesInTheSwitchIsFoundAndTakenAway() throws InterruptedException {
        Nic only = nic(4);
        NodeDesired.Guest order = order(Map.of(), only);
        launched(order);
        plugged(order);
        killed(order);
        await().atMost(SOON).until(() -> seen(order).machine() == Machine.NONE);
        await().atMost(SOON).until(() -> !tapIsThere(only));
        assertThat(switchDatabase.ports()).isNotEmpty();
        assertThat(seen(order).anythingLeft()).isTrue();
        perform(order, new Action.RemoveAll());
        assertThat(switchDatabase.ports()).isEmpty();
        assertThat(seen(order).anythingLeft()).isFalse();
    }

    @Test
    void whatIsLeftInTheSwitchOfAnInterfaceThatTheGuestHasLetGoOfIsTakenAway()
            throws IOException, InterruptedException {
        Nic stays = nic(6);
        Nic gone = nic(7);
        NodeDesired.Guest order = order(Map.of(), stays);
        launched(order);
        plugged(order);
        // As when the daemon is killed between the two steps of taking an interface away.
        place.in(() -> {
            try (Tap tap = Tap.open(gone.port(), gone.mtu(), false)) {
                host.connect(order.server(), List.of(gone));
                return tap;
            }
        });
        assertThat(seen(order).nics()).containsExactly(stays.port());
        assertThat(seen(order).partialNics()).containsExactly(gone.port());
        perform(order, new Action.UnplugNics(Set.of(gone.port())));
        assertThat(seen(order).partialNics()).isEmpty();
        assertThat(switchDatabase.ports()).containsExactly(Tap.nameOf(stays.port()));
        perform(order, new Action.RemoveAll());
    }

    @Test
    void anInterfaceThatTheNetworkDoesNotTakeUpKeepsTheGuestWaiting() throws InterruptedException {
        Nic only = nic(5);
        NodeDesired.Guest order = order(Map.of(), only);
        launched(order);
        Progress impatient = new Progress() {
            @Override
            public void mark(String step) {
                if (step.equals("plugged")) {
                    // As when the daemon is killed at this point.
                    throw GuestFailure.cancelled();
                }
            }
        };
        assertThatThrownBy(() -> perform(order, new Action.PlugNics(order), impatient))
                .hasCauseInstanceOf(GuestFailure.class);
        assertThat(seen(order).nics()).isEmpty();
        plugged(order);
        assertThat(seen(order).nics()).containsExactly(only.port());
        perform(order, new Action.RemoveAll());
    }
}
