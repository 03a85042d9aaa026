package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.ComputeError.NETWORK_NOT_USABLE;
import static io.oblako.compute.domain.ComputeError.NOT_RESIZABLE;
import static io.oblako.compute.domain.ComputeError.PORT_IN_USE;
import static io.oblako.compute.domain.ComputeError.SERVER_BUSY;
import static io.oblako.compute.domain.ComputeError.SERVER_LOCKED;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.Nic;
import io.oblako.kernel.error.CloudException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * All that may be asked of a server, and what becomes of it: decided here and nowhere else, purely. Deleting is legal in
 * every state. What nodes report is decided in {@link Sightings}, how work ends in {@link WorkEnd}.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/reference/vm-states.html">Nova: virtual machine states</a>
 */
public final class Lifecycle {

    private static final Set<VmState> WITH_INTERFACES = Set.of(VmState.ACTIVE, VmState.PAUSED, VmState.STOPPED);

    private Lifecycle() {}

    /**
     * @param work id of the work that begins when the decision says so
     * @param admin whether an administrator asks
     * @throws CloudException SERVER_BUSY or SERVER_LOCKED when the order is not legal now
     */
    public static Decision decide(Server server, ServerOrder order, UUID work, boolean admin, Instant now) {
        if (server.deleted()) {
            throw FindServer.notFound(server.id());
        }
        requireUnlocked(server, order, admin);
        return switch (order) {
            case ServerOrder.Start _ -> {
                requireAtRest(server, order, Set.of(VmState.STOPPED));
                yield begin(server, TaskState.POWERING_ON, work, now);
            }
            case ServerOrder.Stop _ -> {
                requireAtRest(server, order, Set.of(VmState.ACTIVE, VmState.ERROR));
                yield begin(server, TaskState.POWERING_OFF, work, now);
            }
            case ServerOrder.Pause _ -> {
                requireAtRest(server, order, Set.of(VmState.ACTIVE));
                yield begin(server, TaskState.PAUSING, work, now);
            }
            case ServerOrder.Unpause _ -> {
                requireAtRest(server, order, Set.of(VmState.PAUSED));
                yield begin(server, TaskState.UNPAUSING, work, now);
            }
            case ServerOrder.Suspend _ -> {
                requireAtRest(server, order, Set.of(VmState.ACTIVE));
                yield begin(server, TaskState.SUSPENDING, work, now);
            }
            case ServerOrder.Resume _ -> {
                requireAtRest(server, order, Set.of(VmState.SUSPENDED));
                yield begin(server, TaskState.RESUMING, work, now);
            }
            case ServerOrder.SoftReboot _ -> {
                requireAtRest(server, order, Set.of(VmState.ACTIVE));
                yield new Decision.Begun(
                        server.edit(now, edit -> {
                            edit.state = edit.state.working(TaskState.REBOOTING, work);
                            edit.counters = edit.counters.anotherSoftReboot();
                        }),
                        false);
            }
            case ServerOrder.HardReboot _ -> hardReboot(server, order, work, now);
            case ServerOrder.Rebuild rebuild -> rebuild(server, rebuild, work, now);
            case ServerOrder.Resize resize -> resize(server, resize, work, now);
            case ServerOrder.ConfirmResize _ -> {
                requireAtRest(server, order, Set.of(VmState.RESIZED));
                yield new Decision.Changed(server.edit(now, edit -> {
                    edit.machine = edit.machine.withFlavor(server.flavor(), null);
                    edit.state =
                            edit.state.atRest(running(server) ? VmState.ACTIVE : VmState.STOPPED, edit.state.power());
                }));
            }
            case ServerOrder.RevertResize _ -> revertResize(server, order, work, now);
            case ServerOrder.CreateImage _ -> {
                requireAtRest(
                        server, order, Set.of(VmState.ACTIVE, VmState.STOPPED, VmState.PAUSED, VmState.SUSPENDED));
                yield begin(server, TaskState.IMAGE_SNAPSHOT, work, now);
            }
            case ServerOrder.AttachInterface attach -> attach(server, attach, work, now);
            case ServerOrder.DetachInterface detach -> detach(server, detach, work, now);
            case ServerOrder.Lock lock ->
                new Decision.Changed(server.edit(
                        now, edit -> edit.state = edit.state.withLock(new ServerLock(lock.byAdmin(), lock.reason()))));
            case ServerOrder.Unlock _ ->
                server.locked()
                        ? new Decision.Changed(server.edit(now, edit -> edit.state = edit.state.withLock(null)))
                        : new Decision.Settled(server);
            case ServerOrder.ResetState reset -> resetState(server, reset, now);
            case ServerOrder.Delete _, ServerOrder.ForceDelete _ ->
                server.state().task() == TaskState.DELETING
                        ? new Decision.Settled(server)
                        : new Decision.Begun(
                                server.edit(now, edit -> edit.state = edit.state.working(TaskState.DELETING, work)),
                                true);
        };
    }

    private static Decision begin(Server server, TaskState task, UUID work, Instant now) {
        return new Decision.Begun(server.edit(now, edit -> edit.state = edit.state.working(task, work)), false);
    }

    private static Decision attach(Server server, ServerOrder.AttachInterface attach, UUID work, Instant now) {
        requireAtRest(server, attach, WITH_INTERFACES);
        if (server.nic(attach.nic().port()).isPresent()) {
            throw new CloudException(
                    PORT_IN_USE,
                    "Port %s is still in use.".formatted(attach.nic().port()));
        }
        if (server.nics().size() >= GuestSpec.MAX_NICS) {
            throw new CloudException(
                    NETWORK_NOT_USABLE,
                    "A server has at most %d interfaces: detach one first.".formatted(GuestSpec.MAX_NICS));
        }
        return new Decision.Begun(
                server.edit(now, edit -> {
                    List<Nic> nics = new ArrayList<>(server.nics());
                    nics.add(attach.nic());
                    edit.machine = edit.machine.withNics(nics);
                    edit.state = edit.state.working(TaskState.ATTACHING_INTERFACE, work);
                }),
                false);
    }

    private static Decision detach(Server server, ServerOrder.DetachInterface detach, UUID work, Instant now) {
        if (server.nic(detach.port()).isEmpty()) {
            throw CloudException.notFound(
                    "Port %s is not attached to instance %s".formatted(detach.port(), server.id()));
        }
        requireAtRest(server, detach, WITH_INTERFACES);
        return begin(server, TaskState.DETACHING_INTERFACE, work, now);
    }

    /** Also over a soft reboot that hangs. */
    private static Decision hardReboot(Server server, ServerOrder order, UUID work, Instant now) {
        boolean overSoft = server.state().task() == TaskState.REBOOTING;
        if (!overSoft) {
            requireAtRest(
                    server,
                    order,
                    Set.of(VmState.ACTIVE, VmState.STOPPED, VmState.PAUSED, VmState.SUSPENDED, VmState.ERROR));
        }
        requirePlace(server, order);
        return new Decision.Begun(
                server.edit(now, edit -> {
                    edit.state = edit.state.working(TaskState.REBOOTING_HARD, work);
                    edit.counters = edit.counters.anotherHardReboot();
                }),
                overSoft);
    }

    private static Decision rebuild(Server server, ServerOrder.Rebuild rebuild, UUID work, Instant now) {
        requireAtRest(server, rebuild, Set.of(VmState.ACTIVE, VmState.STOPPED, VmState.ERROR));
        requirePlace(server, rebuild);
        return new Decision.Begun(
                server.edit(now, edit -> {
                    edit.details = rebuild.details();
                    edit.machine = edit.machine.withImage(rebuild.image(), rebuild.key(), rebuild.sealedSecrets());
                    edit.state = edit.state.working(TaskState.REBUILDING, work);
                    edit.counters = edit.counters.anotherDisk();
                }),
                false);
    }

    /** The new flavor comes into force when the host has room for it, see the resize saga. */
    private static Decision resize(Server server, ServerOrder.Resize resize, UUID work, Instant now) {
        requireAtRest(server, resize, Set.of(VmState.ACTIVE, VmState.STOPPED));
        Flavor flavor = resize.flavor();
        if (flavor.id().equals(server.flavor().id())) {
            throw new CloudException(NOT_RESIZABLE, "When resizing, instances must change flavor!");
        }
        if (flavor.diskGib() < server.flavor().diskGib()) {
            throw new CloudException(
                    NOT_RESIZABLE,
                    "The root disk of %d GiB cannot shrink to %d GiB: choose a flavor with at least %d GiB."
                            .formatted(
                                    server.flavor().diskGib(),
                                    flavor.diskGib(),
                                    server.flavor().diskGib()));
        }
        Boolean diskAuto = resize.diskAuto();
        return new Decision.Begun(
                server.edit(now, edit -> {
                    edit.state = edit.state.working(TaskState.RESIZE_PREP, work);
                    if (diskAuto != null) {
                        edit.details = edit.details.withDiskAuto(diskAuto);
                    }
                }),
                false);
    }

    private static Decision revertResize(Server server, ServerOrder order, UUID work, Instant now) {
        requireAtRest(server, order, Set.of(VmState.RESIZED));
        Flavor old = server.machine().oldFlavor();
        if (old == null) {
            throw new IllegalStateException("A resized server remembers its old flavor");
        }
        return new Decision.Begun(
                server.edit(now, edit -> {
                    edit.machine = edit.machine.withFlavor(old, server.flavor());
                    edit.state = edit.state.working(TaskState.RESIZE_REVERTING, work);
                    if (running(server)) {
                        edit.counters = edit.counters.anotherHardReboot();
                    }
                }),
                false);
    }

    /** The administrator's word against what is known; a server that is being deleted goes on being deleted. */
    private static Decision resetState(Server server, ServerOrder.ResetState reset, Instant now) {
        if (server.state().task() == TaskState.DELETING) {
            throw busy(server, reset);
        }
        return new Decision.Begun(
                server.edit(now, edit -> {
                    edit.state = reset.active()
                            ? edit.state.atRest(server.restingAs(VmState.ACTIVE), edit.state.power())
                            : edit.state.failed(
                                    new Fault("RESET", "An administrator set the server to error.", null, now));
                }),
                true);
    }

    static boolean running(Server server) {
        return server.state().power() == PowerState.RUNNING;
    }

    private static void requireUnlocked(Server server, ServerOrder order, boolean admin) {
        ServerLock lock = server.state().lock();
        if (lock == null || admin) {
            return;
        }
        boolean allowed = switch (order) {
            case ServerOrder.Unlock _ -> !lock.byAdmin();
            case ServerOrder.Lock _, ServerOrder.CreateImage _, ServerOrder.ResetState _ -> true;
            case ServerOrder.Start _,
                    ServerOrder.Stop _,
                    ServerOrder.Pause _,
                    ServerOrder.Unpause _,
                    ServerOrder.Suspend _,
                    ServerOrder.Resume _,
                    ServerOrder.SoftReboot _,
                    ServerOrder.HardReboot _,
                    ServerOrder.Rebuild _,
                    ServerOrder.Resize _,
                    ServerOrder.ConfirmResize _,
                    ServerOrder.RevertResize _,
                    ServerOrder.AttachInterface _,
                    ServerOrder.DetachInterface _,
                    ServerOrder.Delete _,
                    ServerOrder.ForceDelete _ -> false;
        };
        if (!allowed) {
            throw new CloudException(SERVER_LOCKED, "Instance %s is locked".formatted(server.id()));
        }
    }

    private static void requireAtRest(Server server, ServerOrder order, Set<VmState> states) {
        if (!states.contains(server.vm()) || !server.idle()) {
            throw busy(server, order);
        }
    }

    private static void requirePlace(Server server, ServerOrder order) {
        if (server.placement().node() == null) {
            throw new CloudException(
                    SERVER_BUSY,
                    "Cannot '%s' instance %s because it is on no host: delete it and create it again."
                            .formatted(Actions.word(order), server.id()));
        }
    }

    /** In Nova's words. */
    private static CloudException busy(Server server, ServerOrder order) {
        TaskState task = server.state().task();
        String state = task == null ? "vm_state " + server.vm().word() : "task_state " + task.word();
        return new CloudException(
                SERVER_BUSY,
                "Cannot '%s' instance %s while it is in %s".formatted(Actions.word(order), server.id(), state));
    }
}
