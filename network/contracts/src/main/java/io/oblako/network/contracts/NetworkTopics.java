package io.oblako.network.contracts;

import io.oblako.messaging.Topic;

/** The topics of network. Changing a partition count is a migration, not an edit. */
public final class NetworkTopics {

    /** What each network is. Key: network id; a tombstone when it is gone. */
    public static final Topic<NetworkFact> NETWORKS = Topic.facts("network.network.v1", NetworkFact.class, 4);

    /** What each port is. Key: port id; a tombstone when it is gone. */
    public static final Topic<PortFact> PORTS = Topic.facts("network.port.v1", PortFact.class, 8);

    /** What each security group is called and whose it is. Key: group id; a tombstone when it is gone. */
    public static final Topic<SecurityGroupFact> SECURITY_GROUPS =
            Topic.facts("network.security-group.v1", SecurityGroupFact.class, 4);

    /** What each floating IP is. Key: floating IP id; a tombstone when it is gone. */
    public static final Topic<FloatingIpFact> FLOATING_IPS =
            Topic.facts("network.floating-ip.v1", FloatingIpFact.class, 4);

    /** What others want of network. Key: port id, chosen by the one who asks. */
    public static final Topic<NetworkOrder> ORDERS = Topic.stream("network.orders.v1", NetworkOrder.class, 4);

    private NetworkTopics() {}
}
