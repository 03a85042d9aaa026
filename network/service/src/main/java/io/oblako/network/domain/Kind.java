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
    PORT_FORWARDING("port_forwarding", "port_forwardings", NetworkError.PORT_FORWARDING_NOT_FOUND);

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
            default -> collection.replace('_', '-');
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
