package io.oblako.compute.domain.server;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nova's status word from its two states.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/reference/vm-states.html">Nova: virtual machine states</a>
 */
public final class ServerStatus {

    private static final Map<String, Set<VmState>> STATES = Map.ofEntries(
            Map.entry("BUILD", Set.of(VmState.BUILDING)),
            Map.entry("ACTIVE", Set.of(VmState.ACTIVE)),
            Map.entry("REBOOT", Set.of(VmState.ACTIVE)),
            Map.entry(
                    "HARD_REBOOT",
                    Set.of(VmState.ACTIVE, VmState.STOPPED, VmState.PAUSED, VmState.SUSPENDED, VmState.ERROR)),
            Map.entry("REBUILD", Set.of(VmState.ACTIVE, VmState.STOPPED, VmState.ERROR)),
            Map.entry("RESIZE", Set.of(VmState.ACTIVE, VmState.STOPPED)),
            Map.entry("VERIFY_RESIZE", Set.of(VmState.RESIZED)),
            Map.entry("REVERT_RESIZE", Set.of(VmState.RESIZED)),
            Map.entry("PAUSED", Set.of(VmState.PAUSED)),
            Map.entry("SUSPENDED", Set.of(VmState.SUSPENDED)),
            Map.entry("SHUTOFF", Set.of(VmState.STOPPED)),
            Map.entry("ERROR", Set.of(VmState.ERROR)),
            Map.entry("DELETED", Set.of(VmState.DELETED)));

    private ServerStatus() {}

    public static String of(VmState vm, @Nullable TaskState task) {
        if (vm == VmState.DELETED || vm == VmState.BUILDING || task == null) {
            return atRest(vm);
        }
        return switch (task) {
            case REBOOTING -> "REBOOT";
            case REBOOTING_HARD -> "HARD_REBOOT";
            case REBUILDING -> "REBUILD";
            case RESIZE_PREP -> "RESIZE";
            case RESIZE_REVERTING -> "REVERT_RESIZE";
            case SCHEDULING,
                    SPAWNING,
                    POWERING_ON,
                    POWERING_OFF,
                    PAUSING,
                    UNPAUSING,
                    SUSPENDING,
                    RESUMING,
                    IMAGE_SNAPSHOT,
                    ATTACHING_INTERFACE,
                    DETACHING_INTERFACE,
                    DELETING -> atRest(vm);
        };
    }

    private static String atRest(VmState vm) {
        return switch (vm) {
            case BUILDING -> "BUILD";
            case ACTIVE -> "ACTIVE";
            case PAUSED -> "PAUSED";
            case SUSPENDED -> "SUSPENDED";
            case STOPPED -> "SHUTOFF";
            case RESIZED -> "VERIFY_RESIZE";
            case ERROR -> "ERROR";
            case DELETED -> "DELETED";
        };
    }

    /** The states a status word can stand for; empty for a word that is none, which matches no server. */
    public static Set<VmState> states(String word) {
        return STATES.getOrDefault(word, Set.of());
    }

    /** All words, for documentation and tests. */
    public static List<String> words() {
        return STATES.keySet().stream().sorted().toList();
    }
}
