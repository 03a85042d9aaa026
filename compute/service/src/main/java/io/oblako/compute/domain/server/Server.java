package io.oblako.compute.domain.server;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
     */
    public record Details(
            String name,
            @Nullable String description,
            String hostname,
            Map<String, String> metadata,
            Set<String> tags,
            @Nullable String accessIpV4,
            @Nullable String accessIpV6) {
        public Details {
            metadata = Map.copyOf(metadata);
            tags = Set.copyOf(tags);
        }

        public Details withName(String value) {
            return new Details(value, description, hostname, metadata, tags, accessIpV4, accessIpV6);
        }

        public Details withDescription(@Nullable String value) {
            return new Details(name, value, hostname, metadata, tags, accessIpV4, accessIpV6);
        }

        public Details withHostname(String value) {
            return new Details(name, description, value, metadata, tags, accessIpV4, accessIpV6);
        }

        public Details withMetadata(Map<String, String> value) {
            return new Details(name, description, hostname, value, tags, accessIpV4, accessIpV6);
        }

        public Details withTags(Set<String> value) {
            return new Details(name, description, hostname, metadata, value, accessIpV4, accessIpV6);
        }

        public Details withAccess(@Nullable String ipV4, @Nullable String ipV6) {
            return new Details(name, description, hostname, metadata, tags, ipV4, ipV6);
        }
    }

    /**
     * What it is made of.
     *
     * @param oldFlavor what to go back to while a resize waits for confirmation
     * @param keyName absent when booted without a key
     * @param sealedSecrets user data, admin password and keys, sealed with {@code io.oblako.kernel.secret.SecretBox}
     *     for the context {@code server id}: a {@code GuestSpec.GuestSecrets} as JSON
     */
    public record Machine(
            Flavor flavor,
            @Nullable Flavor oldFlavor,
            BootImage image,
            @Nullable String keyName,
            boolean configDrive,
            @Nullable String sealedSecrets,
            String reservationId,
            int launchIndex) {

        public Machine withFlavor(Flavor now, @Nullable Flavor before) {
            return new Machine(now, before, image, keyName, configDrive, sealedSecrets, reservationId, launchIndex);
        }

        public Machine withImage(BootImage other, @Nullable String otherKey, @Nullable String secrets) {
            return new Machine(flavor, oldFlavor, other, otherKey, configDrive, secrets, reservationId, launchIndex);
        }
    }

    /**
     * What it is doing.
     *
     * @param task absent when nobody works on it
     * @param progress 0 to 100
     * @param fault why the last work failed; shown with ERROR and DELETED; absent after work that succeeded
     * @param lock absent when not locked
     */
    public record State(
            VmState vm,
            @Nullable TaskState task,
            PowerState power,
            int progress,
            @Nullable Fault fault,
            @Nullable ServerLock lock) {

        public State withTask(@Nullable TaskState value) {
            return new State(vm, value, power, progress, fault, lock);
        }

        public State withPower(PowerState value) {
            return new State(vm, task, value, progress, fault, lock);
        }

        public State withLock(@Nullable ServerLock value) {
            return new State(vm, task, power, progress, fault, value);
        }

        public State withFault(@Nullable Fault value) {
            return new State(vm, task, power, progress, value, lock);
        }

        /** At rest in this state: no task. */
        public State at(VmState value, PowerState seen) {
            return new State(value, null, seen, value == VmState.ACTIVE ? 100 : progress, null, lock);
        }

        /** At rest in ERROR. */
        public State failed(Fault why) {
            return new State(VmState.ERROR, null, power, progress, why, lock);
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

    public Flavor flavor() {
        return machine.flavor();
    }

    public Server withDetails(Details value, Instant now) {
        return new Server(id, project, user, value, machine, state, placement, counters, touched(now), generation + 1);
    }

    public Server withMachine(Machine value, Instant now) {
        return new Server(id, project, user, details, value, state, placement, counters, touched(now), generation + 1);
    }

    public Server withState(State value, Instant now) {
        return new Server(
                id, project, user, details, machine, value, placement, counters, touched(now), generation + 1);
    }

    public Server withPlacement(Placement value, Instant now) {
        return new Server(id, project, user, details, machine, state, value, counters, touched(now), generation + 1);
    }

    public Server withCounters(Counters value, Instant now) {
        return new Server(id, project, user, details, machine, state, placement, value, touched(now), generation + 1);
    }

    private Times touched(Instant now) {
        boolean firstLaunch = times.launched() == null && state.vm() == VmState.ACTIVE;
        return new Times(times.created(), now, firstLaunch ? now : times.launched(), times.deleted());
    }

    /** Nova's status word, for example {@code SHUTOFF}. */
    public String status() {
        return ServerStatus.of(state.vm(), state.task());
    }
}
