package io.oblako.compute.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a node saw. Reports of an older epoch or generation than the truth are void, so late and doubled ones harm nobody. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = NodeReport.Heartbeat.class, name = "heartbeat"),
    @Type(value = NodeReport.GuestSeen.class, name = "guest"),
    @Type(value = NodeReport.SnapshotSeen.class, name = "snapshot")
})
public sealed interface NodeReport {

    String node();

    /** What a guest is doing. */
    enum GuestState {
        /** Image, disk or config drive being made. */
        PREPARING,
        RUNNING,
        PAUSED,
        SUSPENDED,
        /** No process, disk there: by wish, or because the guest powered itself off. */
        STOPPED,
        /** The process died or the guest's kernel panicked, without a wish; the disk is there. */
        CRASHED,
        /** The wish could not be fulfilled and repeating will not help; {@link GuestSeen#failure()} says why. */
        FAILED,
        /** Nothing is left. */
        GONE
    }

    /** Why something failed: a code for programs, a sentence that tenants may read, a detail for operators. */
    record Failure(String code, String message, @Nullable String detail) {}

    /**
     * Sent every second. Carries all that the scheduler and the hypervisor API need, so that one message makes a node
     * known.
     *
     * @param bootId fresh at each start of the daemon
     * @param sequence counts up within a boot id; the lease answers it
     * @param vcpus physical, before allocation ratios; ramMib and diskGib likewise
     * @param freeDiskGib what the file system has left
     * @param accelerator kvm, tcg or simulated: the one that passed the self-test
     * @param traits for example COMPUTE_ACCEL_TCG, HW_CPU_X86_AVX2
     * @param httpUrl where the node answers console and log requests of compute
     * @param guests running guests
     * @param hypervisorVersion as Nova's integer, 7002022 for 7.2.22
     * @param cpuInfo Nova's cpu_info document (arch, model, vendor, features, topology)
     */
    record Heartbeat(
            String node,
            String bootId,
            long sequence,
            long epoch,
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
            long uptimeSeconds,
            Instant at)
            implements NodeReport {
        public Heartbeat {
            traits = Set.copyOf(traits);
            cpuInfo = Map.copyOf(cpuInfo);
        }
    }

    /**
     * A guest changed, or a wish about it was fulfilled.
     *
     * @param generation the newest desired generation that this state takes into account
     * @param diskGeneration softReboots and hardReboots: what was done so far, counted as in the wish
     * @param failure present when the state is FAILED, and with CRASHED when more is known
     * @param rootDiskBytes allocated on the host now; 0 when unknown
     * @param timings milliseconds since the wish arrived, by step name, for example {@code exec}: for timelines
     */
    record GuestSeen(
            String node,
            UUID server,
            long epoch,
            long generation,
            GuestState state,
            long diskGeneration,
            long softReboots,
            long hardReboots,
            @Nullable Failure failure,
            long rootDiskBytes,
            Map<String, Long> timings,
            String requestId,
            Instant at)
            implements NodeReport {
        public GuestSeen {
            timings = Map.copyOf(timings);
        }
    }

    /** How a {@link NodeDesired.Snapshot} is getting on. */
    record SnapshotSeen(
            String node,
            UUID server,
            UUID image,
            long epoch,
            State state,
            long bytesDone,
            long bytesTotal,
            @Nullable Failure failure,
            String requestId,
            Instant at)
            implements NodeReport {
        public enum State {
            COPYING,
            UPLOADING,
            DONE,
            FAILED
        }
    }
}
