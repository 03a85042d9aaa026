package io.oblako.testing.check;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What compute's tables, its topics and the nodes say, read while nothing is going on. Ids are text, so that whoever reads
 * them (a simulation, a test with the real database, the end-to-end tests) needs nothing of compute.
 *
 * @param servers the remembered deleted ones too
 * @param usage by project: what the quota counts
 * @param guests what the nodes really have, from a scan of each node
 * @param facts of servers, in the order in which they were published; empty when nobody listened
 * @param unfinishedSagas name and subject of sagas that have not ended
 */
public record CloudState(
        List<Server> servers,
        List<Allocation> allocations,
        List<Host> hosts,
        Map<String, Usage> usage,
        List<Guest> guests,
        List<Action> actions,
        List<Fact> facts,
        List<String> unfinishedSagas) {

    public CloudState {
        servers = List.copyOf(servers);
        allocations = List.copyOf(allocations);
        hosts = List.copyOf(hosts);
        usage = Map.copyOf(usage);
        guests = List.copyOf(guests);
        actions = List.copyOf(actions);
        facts = List.copyOf(facts);
        unfinishedSagas = List.copyOf(unfinishedSagas);
    }

    /**
     * @param vm Nova's vm_state as compute spells it, upper case
     * @param task absent when at rest
     * @param vcpus of its flavor, or of the larger one while a resize waits for confirmation; ramMib likewise
     */
    public record Server(
            String id,
            String project,
            String vm,
            @Nullable String task,
            @Nullable String node,
            long epoch,
            int vcpus,
            int ramMib,
            long generation) {

        boolean deleted() {
            return vm.equals("DELETED");
        }
    }

    /** @param leaving whether the node was told to leave nothing */
    public record Allocation(
            String server, String node, long epoch, int vcpus, int ramMib, int diskGib, boolean leaving) {}

    /** @param capacityVcpus allocation ratios applied, the others likewise */
    public record Host(
            String name,
            boolean up,
            int servers,
            int usedVcpus,
            int usedRamMib,
            int usedDiskGib,
            int capacityVcpus,
            int capacityRamMib,
            int capacityDiskGib) {}

    public record Usage(long instances, long cores, long ramMib) {
        public static final Usage NOTHING = new Usage(0, 0, 0);
    }

    /** @param processes that execute it, paused ones included: 0 when it is off */
    public record Guest(String node, String server, long epoch, int processes, boolean disk) {}

    public record Action(String server, String requestId, String action, boolean finished) {}

    /** @param generation -1 for a tombstone */
    public record Fact(String server, long generation) {}
}
