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
    SECURITY_GROUP_RULE("security_group_rule", "security_group_rules", NetworkError.SECURITY_GROUP_RULE_NOT_FOUND, 100);

    private final String word;
    private final String collection;
    private final NetworkError absent;
    private final int standardQuota;

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

    /** The last part of the path of the list: {@code security-groups}. */
    public String path() {
        return collection.replace('_', '-');
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
