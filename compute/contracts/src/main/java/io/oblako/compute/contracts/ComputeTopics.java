package io.oblako.compute.contracts;

import io.oblako.messaging.Topic;

/** The topics of compute. Changing a partition count is a migration, not an edit. */
public final class ComputeTopics {

    /** What each server is, for whoever wants to know. Key: server id. */
    public static final Topic<ServerFact> SERVERS = Topic.facts("compute.server.v1", ServerFact.class, 4);

    /**
     * What each node ought to run. Key: {@code node/thing}, see {@link NodeDesired#key()}. All of one node is in one
     * partition, {@link #desiredPartition}, so that a node reads one partition only.
     */
    public static final Topic<NodeDesired> DESIRED = Topic.facts("compute.desired.v1", NodeDesired.class, 8);

    /** What is, as the nodes saw it. Key: node name or server id. */
    public static final Topic<NodeReport> REPORTS = Topic.stream("compute.reports.v1", NodeReport.class, 4);

    private ComputeTopics() {}

    /** The partition of {@link #DESIRED} that belongs to a node. */
    public static int desiredPartition(String node) {
        return Math.floorMod(node.hashCode(), DESIRED.partitions());
    }
}
