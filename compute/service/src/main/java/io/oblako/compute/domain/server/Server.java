package io.oblako.compute.domain.server;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.Nic;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server (Nova's instance) as committed. {@link Lifecycle} alone decides its changes of state.
 *
 * @param generation counts up with each change; every write compares it
 */
public record Server(
        UUID id,
        ProjectId project,
        UserId user,
        Details details,
        Machine machine,
        State state,
        Placement placement,
        Counters counters,
        Times times,
        long generation) {

    /**
     * What the tenant calls it and says about it.
     *
     * @param hostname a DNS label
     * @param tags bytes as given, at most 50
     * @param diskAuto {@code OS-DCF:diskConfig} as asked for: AUTO rather than MANUAL. Kept and shown; guests grow their
     *     root partition themselves (cloud-init)
     */
    public record Details(
            String name,
            @Nullable String description,
            String hostname,
            Map<String, String> metadata,
            Set<String> tags,
            @Nullable String accessIpV4,
            @Nullable String accessIpV6,
            boolean diskAuto) {
        public Details {
            metadata = Map.copyOf(metadata);
            tags = Set.copyOf(tags);
        }

        public Details withName(String value) {
            return new Details(value, description, hostname, metadata, tags, accessIpV4, accessIpV6, diskAuto);
        }

        public Details withDescription(@Nullable String value) {
            return new Details(name, value, hostname, metadata, tags, accessIpV4, accessIpV6, diskAuto);
        }

        public Details withHostname(String value) {
            return new Details(name, description, value, metadata, tags, accessIpV4, accessIpV6, diskAuto);
        }

        public Details withMetadata(Map<String, String> value) {
            return new Details(name, description, hostname, value, tags, accessIpV4, accessIpV6, diskAuto);
        }

        public Details withTags(Set<String> value) {
            return new Details(name, description, hostname, metadata, value, accessIpV4, accessIpV6, diskAuto);
        }

        public Details withAccess(@Nullable String ipV4, @Nullable String ipV6) {
            return new Details(name, description, hostname, metadata, tags, ipV4, ipV6, diskAuto);
        }

        public Details withDiskAuto(boolean value) {
            return new Details(name, description, hostname, metadata, tags, accessIpV4, accessIpV6, value);
        }
    }

    /**
     * What it is made of.
     *
     * @param oldFlavor what to go back to while a resize waits for confirmation
     * @param key absent when booted without a key
     * @param sealedSecrets user data and admin password, a {@code GuestSpec.GuestSecrets} as JSON, sealed with
     *     {@code io.oblako.kernel.secret.SecretBox} for the context {@code GuestSecrets.sealContext}; absent when none
     * @param nics its interfaces in the order in which the guest sees them
     */
    public record Machine(
            Flavor flavor,
            @Nullable Flavor oldFlavor,
            BootImage image,
            ServerRequest.@Nullable Key key,
            boolean configDrive,
            @Nullable String sealedSecrets,
            String reservationId,
            int launchIndex,
            List<Nic> nics) {

        public Machine {
            nics = List.copyOf(nics);
        }

        public Machine withFlavor(Flavor now, @Nullable Flavor before) {
            return new Machine(now, before, image, key, configDrive, sealedSecrets, reservationId, launchIndex, nics);
        }

        public Machine withNics(List<Nic> value) {
            return new Machine(
                    flavor, oldFlavor, image, key, configDrive, sealedSecrets, reservationId, launchIndex, value);
        }

        public Machine withImage(BootImage other) {
            return withImage(other, key, sealedSecrets);
        }

        public @Nullable String keyName() {
            return key == null ? null : key.name();
        }

        public Machine withImage(BootImage other, ServerRequest.@Nullable Key otherKey, @Nullable String secrets) {
            return new Machine(
                    flavor, oldFlavor, other, otherKey, configDrive, secrets, reservationId, launchIndex, nics);
        }
    }

    /**
     * What it is doing.
     *
     * @param task absent when nobody works on it
     * @param work id of the work that set the task and alone may end it; absent like task
     * @param progress 0 to 100
     * @param fault why the last work failed; shown with ERROR and DELETED; absent after work that succeeded
     * @param lock absent when not locked
     */
    public record State(
            VmState vm,
            @Nullable TaskState task,
            @Nullable UUID work,
            PowerState power,
            int progress,
            @Nullable Fault fault,
            @Nullable ServerLock lock) {

        private static final int ALL = 100;

        public State working(TaskState newTask, UUID newWork) {
            return new State(vm, newTask, newWork, power, progress, fault, lock);
        }

        public State withTask(TaskState newTask) {
            return new State(vm, newTask, work, power, progress, fault, lock);
        }

        public State withPower(PowerState seen) {
            return new State(vm, task, work, seen, progress, fault, lock);
        }

        public State withLock(@Nullable ServerLock value) {
            return new State(vm, task, work, power, progress, fault, value);
        }

        /** In this state while the task goes on. */
        public State in(VmState value, PowerState seen, @Nullable Fault why) {
            return new State(value, task, work, seen, progress, why, lock);
        }

        /** At rest in this state. */
        public State atRest(VmState value, PowerState seen) {
            return new State(value, null, null, seen, value == VmState.ACTIVE ? ALL : progress, null, lock);
        }

        /** At rest where it was. */
        public State atRest() {
            return new State(vm, null, null, power, progress, fault, lock);
        }

        /** At rest in ERROR. */
        public State failed(Fault why) {
            return new State(VmState.ERROR, null, null, power, progress, why, lock);
        }
    }

    /**
     * Where it is.
     *
     * @param requestedZone what the request asked for; absent for any
     * @param forcedHost a host that an administrator asked for
     * @param node name of the host; absent until one is claimed
     * @param zone availability zone of that host; absent like node
     * @param epoch of the claim: reports of another epoch are void; 0 before the first claim
     */
    public record Placement(
            @Nullable String requestedZone,
            @Nullable String forcedHost,
            @Nullable String node,
            @Nullable String zone,
            long epoch) {

        public Placement on(String host, String hostZone) {
            return new Placement(requestedZone, forcedHost, host, hostZone, epoch + 1);
        }

        public Placement nowhere() {
            return new Placement(requestedZone, forcedHost, null, null, epoch);
        }
    }

    /** Numbers that only grow; the node catches up with them (see {@code NodeDesired.Guest}). */
    public record Counters(long disk, long softReboots, long hardReboots) {
        public static final Counters NONE = new Counters(0, 0, 0);

        public Counters anotherDisk() {
            return new Counters(disk + 1, softReboots, hardReboots);
        }

        public Counters anotherSoftReboot() {
            return new Counters(disk, softReboots + 1, hardReboots);
        }

        public Counters anotherHardReboot() {
            return new Counters(disk, softReboots, hardReboots + 1);
        }
    }

    /**
     * @param launched when it first became ACTIVE
     * @param deleted when the tenant lost sight of it
     */
    public record Times(
            Instant created,
            Instant updated,
            @Nullable Instant launched,
            @Nullable Instant deleted) {}

    public String name() {
        return details.name();
    }

    public VmState vm() {
        return state.vm();
    }

    public boolean idle() {
        return state.task() == null;
    }

    public boolean deleted() {
        return state.vm() == VmState.DELETED;
    }

    public boolean locked() {
        return state.lock() != null;
    }

    /** Nova's status word, for example {@code SHUTOFF}. */
    public String status() {
        return ServerStatus.of(state.vm(), state.task());
    }

    public Flavor flavor() {
        return machine.flavor();
    }

    public List<Nic> nics() {
        return machine.nics();
    }

    /** The interface that has the port; empty when none has. */
    public Optional<Nic> nic(UUID port) {
        return machine.nics().stream().filter(nic -> nic.port().equals(port)).findFirst();
    }

    /** Whether every interface has the port that the guest needs at its start. */
    public boolean wired() {
        return machine.nics().stream().allMatch(nic -> nic.wire() != null);
    }

    /** Where it comes to rest: a resize that waits for confirmation goes on waiting, whatever happened meanwhile. */
    VmState restingAs(VmState usual) {
        boolean waits = machine.oldFlavor() != null && (usual == VmState.ACTIVE || usual == VmState.STOPPED);
        return waits ? VmState.RESIZED : usual;
    }

    /** The server one generation further, with what the change sets. */
    public Server edit(Instant now, Consumer<Edit> change) {
        Edit edit = new Edit(this);
        change.accept(edit);
        return edit.done(now);
    }

    /** The parts of a server, for the length of one change. */
    public static final class Edit {

        private final Server from;
        public Details details;
        public Machine machine;
        public State state;
        public Placement placement;
        public Counters counters;
        public @Nullable Instant deleted;

        private Edit(Server from) {
            this.from = from;
            this.details = from.details;
            this.machine = from.machine;
            this.state = from.state;
            this.placement = from.placement;
            this.counters = from.counters;
            this.deleted = from.times.deleted();
        }

        private Server done(Instant now) {
            Times before = from.times;
            boolean launchedNow = before.launched() == null && state.vm() == VmState.ACTIVE;
            Times times = new Times(before.created(), now, launchedNow ? now : before.launched(), deleted);
            return new Server(
                    from.id,
                    from.project,
                    from.user,
                    details,
                    machine,
                    state,
                    placement,
                    counters,
                    times,
                    from.generation + 1);
        }
    }
}
