package io.oblako.identity.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proxies whose word on where a request comes from is believed. A proxy appends to {@code X-Forwarded-For} whom it serves,
 * so the header is read from its end, and only as far as those who wrote it are trusted: what a client has put there
 * itself is never believed.
 *
 * @see <a href="https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For">MDN: X-Forwarded-For,
 *     selecting an address</a>
 */
public record TrustedProxies(List<AddressRange> ranges) {

    private static final String UNKNOWN = "unknown";
    private static final int MOST_HOPS = 16;
    private static final int NETWORK_BYTES = 8;
    private static final int IPV6_BYTES = 16;

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /** @throws IllegalArgumentException for a text that is neither an address nor a range of addresses */
    public static TrustedProxies of(List<String> texts) {
        return new TrustedProxies(
                texts.stream().map(String::strip).map(AddressRange::of).toList());
    }

    /**
     * One word for the client; of an IPv6 address the network, since whoever has one address there has them all.
     *
     * @param peer the other end of the connection
     * @param forwarded values of the header, in the order of their arrival
     */
    String client(String peer, List<String> forwarded) {
        InetAddress client = literal(peer);
        if (client == null) {
            return UNKNOWN;
        }
        List<String> hops = forwarded.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .toList()
                .reversed();
        for (String hop : hops.subList(0, Math.min(hops.size(), MOST_HOPS))) {
            InetAddress before = literal(hop);
            if (before == null || !trusts(client)) {
                break;
            }
            client = before;
        }
        return spelled(client);
    }

    private boolean trusts(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            int zone = text.indexOf('%');
            return InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone));
        } catch (IllegalArgumentException e) {
            // Whoever wrote it is trusted, but it is no address: the one after it counts.
            return null;
        }
    }

    private static String spelled(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), IPV6_BYTES);
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
