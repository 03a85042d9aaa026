package io.oblako.compute.domain.node;

import io.oblako.compute.domain.schedule.HostKind;
import io.oblako.compute.domain.schedule.HostView;
import io.oblako.compute.domain.schedule.Need;
import io.oblako.compute.domain.schedule.Ratios;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine that runs guests: a hypervisor and its compute service in Nova's terms (they are one to one).
 *
 * @param number Nova's integer id before microversion 2.53
 * @param hypervisorId UUID of the hypervisor, {@code serviceId} that of its nova-compute service
 * @param epoch counts up each time the node was given up for lost
 * @param bootId of the daemon that is running
 * @param disabled whether an administrator takes it out of scheduling
 * @param allocated what is claimed on it, whatever runs
 * @param up whether it lives now: its lease is valid
 */
public record Host(
        String name,
        int number,
        UUID hypervisorId,
        UUID serviceId,
        String zone,
        long epoch,
        String bootId,
        boolean up,
        boolean disabled,
        @Nullable String disabledReason,
        boolean forcedDown,
        Facts facts,
        Allocated allocated,
        Instant created,
        Instant lastSeen) {

    /** @see io.oblako.compute.contracts.NodeReport.Heartbeat */
    public record Facts(
            int vcpus,
            int ramMib,
            int usedRamMib,
            int diskGib,
            int freeDiskGib,
            String architecture,
            String accelerator,
            Set<String> traits,
            String hypervisorType,
            int hypervisorVersion,
            String hostIp,
            String httpUrl,
            Map<String, Object> cpuInfo,
            int guests,
            double loadAverage,
            long uptimeSeconds) {
        public Facts {
            traits = Set.copyOf(traits);
            cpuInfo = Map.copyOf(cpuInfo);
        }
    }

    /** Sum of the claims. */
    public record Allocated(int servers, int vcpus, int ramMib, int diskGib) {
        public static final Allocated NOTHING = new Allocated(0, 0, 0, 0);
    }

    /** As the scheduler sees it. */
    public HostView view(Ratios ratios) {
        return new HostView(
                name,
                new HostKind(zone, facts.architecture(), facts.hypervisorType(), facts.accelerator(), facts.traits()),
                !disabled && !forcedDown,
                lastSeen,
                capacity(ratios),
                new Need(allocated.vcpus(), allocated.ramMib(), allocated.diskGib()),
                facts.loadAverage(),
                0,
                Set.of());
    }

    /** What may be promised on it in all. */
    public Need capacity(Ratios ratios) {
        return ratios.capacity(facts.vcpus(), facts.ramMib(), facts.diskGib());
    }

    public boolean schedulable() {
        return up && !disabled && !forcedDown;
    }
}
