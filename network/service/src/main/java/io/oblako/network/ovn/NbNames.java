package io.oblako.network.ovn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** How things are called in OVN: identifiers of rows, names and MAC addresses that follow from ids of things. */
public final class NbNames {

    /** Namespace of our identifiers (RFC 9562, section 5.5): any fixed one will do. */
    private static final UUID NAMESPACE = UUID.fromString("6f626c61-6b6f-5e77-8000-6e6f72746862");

    /** The port group of all ports that security groups speak about: what none of them lets through is dropped. */
    static final String DROP_GROUP = "oblako_drop";

    private NbNames() {}

    /** The identifier of a row (RFC 9562, UUID version 5): the same for the same words. */
    static UUID row(String what, Object... of) {
        StringBuilder name = new StringBuilder(what);
        for (Object word : of) {
            name.append('/').append(word);
        }
        byte[] hash = sha1(name.toString());
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        long high = (bytes.getLong() & ~0xf000L) | 0x5000L;
        long low = (bytes.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    @SuppressWarnings("java:S4790") // The version asks for SHA-1; nothing relies on it being hard to invert.
    private static byte[] sha1(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            return digest.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    static UUID networkSwitch(UUID network) {
        return row("switch", network);
    }

    /** A bare id would be taken for the identifier of a row. */
    static String switchName(UUID network) {
        return "oblako-" + network;
    }

    static UUID portRow(UUID port) {
        return row("port", port);
    }

    static UUID groupRow(UUID group) {
        return row("group", group);
    }

    /** Of the port group; its members' addresses are in the sets of this name with {@code _ip4} and {@code _ip6}. */
    static String groupName(UUID group) {
        return "pg_" + group.toString().replace('-', '_');
    }

    /** Of an address set of an address group. */
    static String addressSetName(UUID addressGroup, int version) {
        return "ag_" + addressGroup.toString().replace('-', '_') + "_ip" + version;
    }

    static UUID dropGroupRow() {
        return row("drop group");
    }

    static UUID dhcpRow(UUID subnet) {
        return row("dhcp", subnet);
    }

    static UUID portDhcpRow(UUID port, int version) {
        return row("port dhcp", port, version);
    }

    static UUID routerRow(UUID router) {
        return row("router", router);
    }

    static UUID routerPortRow(UUID port) {
        return row("router port", port);
    }

    static String routerPortName(UUID port) {
        return "lrp-" + port;
    }
}
