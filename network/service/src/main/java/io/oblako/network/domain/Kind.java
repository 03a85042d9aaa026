package io.oblako.network.domain;

import io.oblako.kernel.error.CloudException;

/**
 * The kinds of resources. A new kind is a line here, an attribute table, a table and a lifecycle
 * (docs/how-to/add-a-neutron-attribute.md).
 */
public enum Kind {
    NETWORK("network", "networks", NetworkError.NETWORK_NOT_FOUND, 100),
    SUBNET("subnet", "subnets", NetworkError.SUBNET_NOT_FOUND, 100),
    SUBNET_POOL("subnetpool", "subnetpools", NetworkError.SUBNET_POOL_NOT_FOUND, -1),
    PORT("port", "ports", NetworkError.PORT_NOT_FOUND, 500),
    SECURITY_GROUP("security_group", "security_groups", NetworkError.SECURITY_GROUP_NOT_FOUND, 10),
    SECURITY_GROUP_RULE("security_group_rule", "security_group_rules", NetworkError.SECURITY_GROUP_RULE_NOT_FOUND, 100),
    ROUTER("router", "routers", NetworkError.ROUTER_NOT_FOUND, 10),
    FLOATING_IP("floatingip", "floatingips", NetworkError.FLOATING_IP_NOT_FOUND, 50),
    PORT_FORWARDING("port_forwarding", "port_forwardings", NetworkError.PORT_FORWARDING_NOT_FOUND),
    ADDRESS_GROUP("address_group", "address_groups", NetworkError.ADDRESS_GROUP_NOT_FOUND),
    ADDRESS_SCOPE("address_scope", "address_scopes", NetworkError.ADDRESS_SCOPE_NOT_FOUND),
    RBAC_POLICY("rbac_policy", "rbac_policies", NetworkError.RBAC_POLICY_NOT_FOUND, 10),
    QOS_POLICY("policy", "policies", NetworkError.QOS_POLICY_NOT_FOUND),
    BANDWIDTH_LIMIT_RULE("bandwidth_limit_rule", "bandwidth_limit_rules", NetworkError.QOS_RULE_NOT_FOUND),
    DSCP_MARKING_RULE("dscp_marking_rule", "dscp_marking_rules", NetworkError.QOS_RULE_NOT_FOUND),
    MINIMUM_BANDWIDTH_RULE("minimum_bandwidth_rule", "minimum_bandwidth_rules", NetworkError.QOS_RULE_NOT_FOUND),
    TRUNK("trunk", "trunks", NetworkError.TRUNK_NOT_FOUND, -1),
    LOG("log", "logs", NetworkError.LOG_RESOURCE_NOT_FOUND);

    /** For kinds that projects have as many of as they like: they are parts of others, which are counted. */
    private static final int UNCOUNTED = Integer.MIN_VALUE;

    private final String word;
    private final String collection;
    private final NetworkError absent;
    private final int standardQuota;

    Kind(String word, String collection, NetworkError absent) {
        this(word, collection, absent, UNCOUNTED);
    }

    Kind(String word, String collection, NetworkError absent, int standardQuota) {
        this.word = word;
        this.collection = collection;
        this.absent = absent;
        this.standardQuota = standardQuota;
    }

    /** Neutron's word, for one: in bodies, and the name of the quota. */
    public String word() {
        return word;
    }

    /** Neutron's word for several, in bodies. */
    public String collection() {
        return collection;
    }

    /**
     * The path of the list: {@code security-groups}; {@code {parent}} stands for the id of what such things are parts of.
     */
    public String path() {
        return switch (this) {
            case PORT_FORWARDING -> "floatingips/{parent}/port_forwardings";
            case QOS_POLICY -> "qos/policies";
            case LOG -> "log/logs";
            case BANDWIDTH_LIMIT_RULE, DSCP_MARKING_RULE, MINIMUM_BANDWIDTH_RULE ->
                "qos/policies/{parent}/" + collection;
            default -> collection.replace('_', '-');
        };
    }

    /** The word for it where kinds of objects are told apart, in RBAC policies. */
    public String objectType() {
        return this == QOS_POLICY ? "qos_policy" : word;
    }

    /** Whether its things are parts of others, and their path leads through those. */
    public boolean part() {
        return path().contains("{parent}");
    }

    /** Whether its things can be shared by RBAC policies. */
    public boolean shareable() {
        return switch (this) {
            case NETWORK, SUBNET_POOL, SECURITY_GROUP, ADDRESS_GROUP, ADDRESS_SCOPE, QOS_POLICY -> true;
            default -> false;
        };
    }

    /** Whether projects have a quota of it. */
    public boolean counted() {
        return standardQuota != UNCOUNTED;
    }

    /** How many a project may have when nobody decided otherwise; -1 for any number. As in Neutron. */
    public int standardQuota() {
        return standardQuota;
    }

    /** The same for a thing that is absent and for one that the caller may not see. */
    public CloudException notFound(Object id) {
        String text = id.toString();
        String shown = text.length() > 64 ? text.substring(0, 64) : text;
        String title = Character.toUpperCase(word.charAt(0)) + word.substring(1).replace('_', ' ');
        return new CloudException(absent, "%s %s could not be found.".formatted(title, shown));
    }
}
