package io.oblako.compute.node.hypervisor;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.kernel.saga.StepGate;
import io.oblako.kernel.saga.StepGate.Order;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A hypervisor whose every action can be stopped, failed, killed or repeated from outside, for tests that kill the daemon.
 * At the gate the saga is called {@value #SAGA} and a step is an {@link Action#step action} or a mark that its
 * {@link Progress} sets on the way, such as {@code exec}; a mark has the point after its effect only.
 */
public final class GatedHypervisor implements Hypervisor {

    public static final String SAGA = "node";

    private static final String COPY = "copy-root-disk";

    private final Hypervisor hypervisor;
    private final StepGate gate;

    public GatedHypervisor(Hypervisor hypervisor, StepGate gate) {
        this.hypervisor = hypervisor;
        this.gate = gate;
    }

    @Override
    public void perform(UUID server, Action action, Progress progress) {
        through(action.step(), () -> hypervisor.perform(server, action, new GatedProgress(progress)));
    }

    @Override
    public void copyRootDisk(UUID server, Path target, Progress progress) {
        through(COPY, () -> hypervisor.copyRootDisk(server, target, new GatedProgress(progress)));
    }

    private void through(String step, Runnable effect) {
        refuse(gate.before(SAGA, step));
        effect.run();
        Order after = gate.afterEffect(SAGA, step);
        refuse(after);
        if (after == Order.REPEAT) {
            effect.run();
        }
    }

    private static void refuse(Order order) {
        if (order == Order.FAIL) {
            throw GuestFailure.passing("STEP_GATE", "The step gate refused");
        }
    }

    /** Marks are passed through the gate before they are noted. */
    private final class GatedProgress implements Progress {

        private final Progress progress;

        GatedProgress(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void mark(String step) {
            refuse(gate.afterEffect(SAGA, step));
            progress.mark(step);
        }

        @Override
        public void bytes(long done, long total) {
            progress.bytes(done, total);
        }

        @Override
        public boolean cancelled() {
            return progress.cancelled();
        }
    }

    @Override
    public HostFacts facts() {
        return hypervisor.facts();
    }

    @Override
    public HostUsage usage() {
        return hypervisor.usage();
    }

    @Override
    public Set<UUID> present() {
        return hypervisor.present();
    }

    @Override
    public ActualGuest observe(UUID server) {
        return hypervisor.observe(server);
    }

    @Override
    public byte[] console(UUID server) {
        return hypervisor.console(server);
    }

    @Override
    public ByteChannel openConsole(UUID server, ConsoleKind kind) {
        return hypervisor.openConsole(server, kind);
    }

    @Override
    public void forgetImages(Predicate<UUID> exists) {
        hypervisor.forgetImages(exists);
    }

    @Override
    public void onChange(Consumer<UUID> listener) {
        hypervisor.onChange(listener);
    }

    @Override
    public void close() {
        hypervisor.close();
    }
}
