package io.oblako.network.ovsdb.wire;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a server listens, in the spelling of Open vSwitch: {@code unix:/path}, {@code tcp:host:port}, {@code
 * ssl:host:port}; an IPv6 address stands in brackets.
 *
 * @param host name or address, or the path of a unix socket
 * @param port 0 for a unix socket
 */
public record Remote(Transport transport, String host, int port) {

    /** How the bytes travel. */
    public enum Transport {
        UNIX,
        TCP,
        SSL
    }

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException when it is none of the three forms */
    public static Remote of(String text) {
        if (text.startsWith("unix:/")) {
            return new Remote(Transport.UNIX, text.substring(5), 0);
        }
        boolean ssl = text.startsWith("ssl:");
        int colon = text.lastIndexOf(':');
        if ((ssl || text.startsWith("tcp:")) && colon > 4) {
            String host = text.substring(4, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            String port = text.substring(colon + 1);
            if (!host.isEmpty() && port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= MAX_PORT) {
                return new Remote(ssl ? Transport.SSL : Transport.TCP, host, Integer.parseInt(port));
            }
        }
        throw new IllegalArgumentException("Not unix:/path, tcp:host:port or ssl:host:port: " + text);
    }

    /** The remotes of a list with commas, as {@code ovn-nbctl --db} takes it. */
    public static List<Remote> list(String text) {
        return Stream.of(text.split(",")).map(String::strip).map(Remote::of).toList();
    }

    @Override
    public String toString() {
        return switch (transport) {
            case UNIX -> "unix:" + host;
            case TCP, SSL ->
                "%s:%s:%d"
                        .formatted(
                                transport == Transport.SSL ? "ssl" : "tcp",
                                host.contains(":") ? "[" + host + "]" : host,
                                port);
        };
    }
}
