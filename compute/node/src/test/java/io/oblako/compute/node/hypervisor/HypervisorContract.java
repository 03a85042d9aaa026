package io.oblako.compute.node.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestRecord.Halt;
import io.oblako.compute.node.hypervisor.GuestRecord.HaltReason;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.image.inspect.ImageInspector;
import io.oblako.image.inspect.ImageReport;
import io.oblako.image.inspect.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every driver must do. Each test has a guest of its own and removes it. */
public abstract class HypervisorContract {

    protected static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path scratch;

    /** The driver under test; the same one for all tests of a class. */
    protected abstract Hypervisor hypervisor();

    /** An order whose guest answers the power button. */
    protected abstract Orders order();

    /** Lets the guest do something by itself. */
    protected abstract void powersItselfOff(UUID server);

    protected abstract void panics(UUID server);

    protected abstract void processDies(UUID server);

    /** A driver in the place of the one under test, as after a restart of the daemon. */
    protected abstract Hypervisor restarted();

    private NodeDesired.Guest fresh() {
        return order().server(UUID.randomUUID()).guest();
    }

    private void perform(UUID server, Action action) {
        hypervisor().perform(server, action, Progress.NONE);
    }

    private Machine machine(UUID server) {
        return hypervisor().observe(server).machine();
    }

    /** A guest that has said something. */
    protected NodeDesired.Guest running() {
        return running(order());
    }

    protected NodeDesired.Guest running(Orders what) {
        NodeDesired.Guest order = what.server(UUID.randomUUID()).guest();
        perform(order.server(), new Action.PrepareDisks(order));
        perform(order.server(), new Action.Launch(order));
        perform(order.server(), new Action.Continue());
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(hypervisor().console(order.server())).isNotEmpty());
        return order;
    }

    private void remove(NodeDesired.Guest order) {
        perform(order.server(), new Action.Kill());
        perform(order.server(), new Action.RemoveAll());
        assertThat(hypervisor().observe(order.server()).anythingLeft()).isFalse();
        assertThat(hypervisor().present()).doesNotContain(order.server());
    }

    @Test
    void anUnknownGuestIsNothing() {
        ActualGuest nothing = hypervisor().observe(UUID.randomUUID());
        assertThat(nothing.machine()).isEqualTo(Machine.NONE);
        assertThat(nothing.anythingLeft()).isFalse();
        assertThat(nothing.record()).isEqualTo(GuestRecord.NONE);
        assertThat(hypervisor().console(UUID.randomUUID())).isEmpty();
    }

    @Test
    void aGuestGoesItsWholeWay() {
        NodeDesired.Guest order = fresh();
        UUID server = order.server();

        perform(server, new Action.PrepareDisks(order));
        ActualGuest prepared = hypervisor().observe(server);
        assertThat(prepared.anythingLeft()).isTrue();
        assertThat(prepared.machine()).isEqualTo(Machine.NONE);
        assertThat(prepared.record().diskGeneration()).isZero();

        perform(server, new Action.Launch(order));
        assertThat(machine(server)).isEqualTo(Machine.READY);
        assertThat(hypervisor().observe(server).record().launch()).isNotNull();
        perform(server, new Action.Continue());
        assertThat(machine(server)).isEqualTo(Machine.RUNNING);
        assertThat(hypervisor().present()).contains(server);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(hypervisor().console(server)).isNotEmpty());

        perform(server, new Action.Pause());
        assertThat(machine(server)).isEqualTo(Machine.PAUSED);
        perform(server, new Action.Continue());
        assertThat(machine(server)).isEqualTo(Machine.RUNNING);

        perform(server, new Action.PressPowerButton());
        await().atMost(SOON).untilAsserted(() -> assertThat(machine(server)).isEqualTo(Machine.SHUT_DOWN));
        perform(server, new Action.End(null));
        assertThat(machine(server)).isEqualTo(Machine.NONE);
        assertThat(hypervisor().observe(server).record().launch()).isNull();

        remove(order);
    }

    @Test
    void whatMayBeRepeatedIsRepeatable() {
        NodeDesired.Guest order = fresh();
        UUID server = order.server();
        perform(server, new Action.PrepareDisks(order));
        perform(server, new Action.PrepareDisks(order));
        perform(server, new Action.Launch(order));
        assertThatThrownBy(() -> perform(server, new Action.Launch(order))).isInstanceOf(GuestFailure.class);
        perform(server, new Action.Continue());
        perform(server, new Action.Continue());
        perform(server, new Action.End(null));
        perform(server, new Action.End(null));
        perform(server, new Action.Kill());
        perform(server, new Action.Kill());
        perform(server, new Action.RemoveAll());
        perform(server, new Action.RemoveAll());
        assertThat(hypervisor().observe(server).anythingLeft()).isFalse();
    }

    @Test
    void aGuestThatPowersItselfOffIsNoticed() throws InterruptedException {
        NodeDesired.Guest order = running();
        BlockingQueue<UUID> changed = new LinkedBlockingQueue<>();
        hypervisor().onChange(changed::add);
        powersItselfOff(order.server());
        assertThat(changed.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(order.server());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(machine(order.server())).isEqualTo(Machine.SHUT_DOWN));
        Halt halt = new Halt(HaltReason.GUEST_SHUTDOWN, 1, "off");
        perform(order.server(), new Action.End(halt));
        assertThat(hypervisor().observe(order.server()).record().halt()).isEqualTo(halt);
        remove(order);
    }

    @Test
    void aPanicIsNoticedWithinTwoSeconds() throws InterruptedException {
        NodeDesired.Guest order = running();
        BlockingQueue<UUID> changed = new LinkedBlockingQueue<>();
        hypervisor().onChange(changed::add);
        panics(order.server());
        assertThat(changed.poll(2, TimeUnit.SECONDS)).isEqualTo(order.server());
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(machine(order.server())).isEqualTo(Machine.PANICKED));
        perform(order.server(), new Action.End(new Halt(HaltReason.PANIC, 1, "panic")));
        assertThat(machine(order.server())).isEqualTo(Machine.NONE);
        remove(order);
    }

    @Test
    void theDeathOfAProcessIsNoticedWithinTwoSeconds() throws InterruptedException {
        NodeDesired.Guest order = running();
        BlockingQueue<UUID> changed = new LinkedBlockingQueue<>();
        hypervisor().onChange(changed::add);
        processDies(order.server());
        assertThat(changed.poll(2, TimeUnit.SECONDS)).isEqualTo(order.server());
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(machine(order.server())).isEqualTo(Machine.NONE));
        assertThat(hypervisor().observe(order.server()).record().launch()).isNotNull();
        perform(order.server(), new Action.Settle(new Halt(HaltReason.CRASH, 1, "crash")));
        perform(order.server(), new Action.Launch(order));
        assertThat(hypervisor().observe(order.server()).record().halt()).isNull();
        remove(order);
    }

    @Test
    void memorySurvivesSuspending() {
        NodeDesired.Guest order = running();
        UUID server = order.server();
        perform(server, new Action.Pause());
        perform(server, new Action.SaveMemory());
        assertThat(hypervisor().observe(server).record().memorySaved()).isTrue();
        perform(server, new Action.End(null));
        perform(server, new Action.Launch(order));
        perform(server, new Action.LoadMemory());
        assertThat(hypervisor().observe(server).record().memorySaved()).isFalse();
        perform(server, new Action.Continue());
        assertThat(machine(server)).isEqualTo(Machine.RUNNING);
        verifyMemorySurvived(server);
        remove(order);
    }

    /** Whether the guest went on rather than started anew. */
    protected abstract void verifyMemorySurvived(UUID server);

    @Test
    void guestsOutliveTheDaemon() {
        NodeDesired.Guest order = running();
        Hypervisor second = restarted();
        assertThat(second.present()).contains(order.server());
        assertThat(second.observe(order.server()).machine()).isEqualTo(Machine.RUNNING);
        second.perform(order.server(), new Action.Pause(), Progress.NONE);
        assertThat(second.observe(order.server()).machine()).isEqualTo(Machine.PAUSED);
        second.perform(order.server(), new Action.Kill(), Progress.NONE);
        second.perform(order.server(), new Action.RemoveAll(), Progress.NONE);
        assertThat(second.present()).doesNotContain(order.server());
    }

    @Test
    void aDiskIsCopiedWhileTheGuestRunsAndWhileItDoesNot() throws Exception {
        NodeDesired.Guest order = running();
        Path live = scratch.resolve("live.qcow2");
        hypervisor().copyRootDisk(order.server(), live, Progress.NONE);
        ImageReport report = ImageInspector.inspect(live, DiskFormat.QCOW2, Limits.DEFAULT);
        assertThat(report.virtualBytes()).isEqualTo(order.spec().rootDiskBytes());
        assertThat(machine(order.server())).isEqualTo(Machine.RUNNING);

        perform(order.server(), new Action.End(null));
        Path still = scratch.resolve("still.qcow2");
        hypervisor().copyRootDisk(order.server(), still, Progress.NONE);
        assertThat(ImageInspector.inspect(still, DiskFormat.QCOW2, Limits.DEFAULT)
                        .virtualBytes())
                .isEqualTo(order.spec().rootDiskBytes());
        remove(order);
    }

    @Test
    void aPowerCycleCountsAndForgets() {
        NodeDesired.Guest order = running();
        perform(order.server(), new Action.PowerCycle(2, 3));
        ActualGuest actual = hypervisor().observe(order.server());
        assertThat(actual.machine()).isEqualTo(Machine.NONE);
        assertThat(actual.record().softReboots()).isEqualTo(2);
        assertThat(actual.record().hardReboots()).isEqualTo(3);
        assertThat(actual.record().launch()).isNull();
        remove(order);
    }

    @Test
    void whatIsCancelledEndsEarly() {
        NodeDesired.Guest order = fresh();
        assertThat(order.wish()).isEqualTo(Wish.RUNNING);
        Progress cancelled = new Progress() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> hypervisor().perform(order.server(), new Action.PrepareDisks(order), cancelled))
                .isInstanceOfSatisfying(
                        GuestFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(GuestFailure.Kind.CANCELLED));
        perform(order.server(), new Action.RemoveAll());
        assertThat(hypervisor().present()).doesNotContain(order.server());
    }

    @Test
    void theSerialPortHasOneLineAtATime() throws IOException {
        NodeDesired.Guest order = running();
        try (ByteChannel first = hypervisor().openConsole(order.server(), ConsoleKind.SERIAL)) {
            assertThat(saidTo(first)).isNotEmpty();
            try (ByteChannel second = hypervisor().openConsole(order.server(), ConsoleKind.SERIAL)) {
                assertThat(saidTo(second)).isNotEmpty();
                assertThat(first.isOpen()).isFalse();
                assertThat(second.isOpen()).isTrue();
            }
        }
        remove(order);
    }

    @Test
    void theScreenSpeaksTheProtocolOfRemoteFrameBuffers() throws IOException {
        NodeDesired.Guest order = running();
        try (ByteChannel screen = hypervisor().openConsole(order.server(), ConsoleKind.SCREEN)) {
            StringBuilder greeting = new StringBuilder();
            while (greeting.length() < 12) {
                greeting.append(saidTo(screen));
            }
            assertThat(greeting).asString().isEqualTo("RFB 003.008\n");
        }
        remove(order);
    }

    @Test
    void aConsoleEndsWithItsGuestAndAGuestThatDoesNotRunHasNone() throws IOException {
        NodeDesired.Guest order = running();
        try (ByteChannel line = hypervisor().openConsole(order.server(), ConsoleKind.SERIAL)) {
            perform(order.server(), new Action.End(null));
            assertThatThrownBy(() -> {
                        if (line.read(ByteBuffer.allocate(1 << 20)) < 0) {
                            throw new ClosedChannelException();
                        }
                    })
                    .isInstanceOf(ClosedChannelException.class);
        }
        assertThatThrownBy(() -> hypervisor().openConsole(order.server(), ConsoleKind.SERIAL))
                .isInstanceOf(GuestFailure.class);
        assertThatThrownBy(() -> hypervisor().openConsole(UUID.randomUUID(), ConsoleKind.SCREEN))
                .isInstanceOf(GuestFailure.class);
        remove(order);
    }

    /** Types something, and waits for what the guest says. */
    private static String saidTo(ByteChannel line) throws IOException {
        line.write(ByteBuffer.wrap("x".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer said = ByteBuffer.allocate(12);
        assertThat(line.read(said)).isPositive();
        return new String(said.array(), 0, said.position(), StandardCharsets.US_ASCII);
    }
}
