package io.oblako.network.ovn;

import io.oblako.network.contracts.MetadataPort;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.HostRoute;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DhcpOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What OVN's DHCP servers answer. Option values end up as text in logical flows, so that nothing a tenant chose gets
 * there before it was read as what it has to be: an address, a number or a quoted text (security row NET-13).
 */
final class DhcpOptions {

    /** What a value has to be. */
    private enum Form {
        ADDRESSES,
        NUMBER,
        TEXT
    }

    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,9}");
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9 ._~:/?#@%&=+,;*()\\[\\]-]{1,255}");

    /** OVN's names, and what a port may say by them; numbers are those of RFC 2132 and its successors. */
    private static final Map<String, Form> FOUR = Map.ofEntries(
            Map.entry("router", Form.ADDRESSES),
            Map.entry("dns_server", Form.ADDRESSES),
            Map.entry("log_server", Form.ADDRESSES),
            Map.entry("lpr_server", Form.ADDRESSES),
            Map.entry("nis_server", Form.ADDRESSES),
            Map.entry("ntp_server", Form.ADDRESSES),
            Map.entry("tftp_server_address", Form.ADDRESSES),
            Map.entry("mtu", Form.NUMBER),
            Map.entry("lease_time", Form.NUMBER),
            Map.entry("default_ttl", Form.NUMBER),
            Map.entry("tcp_keepalive_interval", Form.NUMBER),
            Map.entry("arp_cache_timeout", Form.NUMBER),
            Map.entry("hostname", Form.TEXT),
            Map.entry("domain_name", Form.TEXT),
            Map.entry("tftp_server", Form.TEXT),
            Map.entry("bootfile_name", Form.TEXT),
            Map.entry("path_prefix", Form.TEXT),
            Map.entry("wpad", Form.TEXT));

    private static final Map<String, Form> SIX = Map.of("dns_server", Form.ADDRESSES, "domain_search", Form.TEXT);

    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("3", "router"),
            Map.entry("6", "dns_server"),
            Map.entry("12", "hostname"),
            Map.entry("15", "domain_name"),
            Map.entry("26", "mtu"),
            Map.entry("42", "ntp_server"),
            Map.entry("51", "lease_time"),
            Map.entry("66", "tftp_server"),
            Map.entry("67", "bootfile_name"),
            Map.entry("150", "tftp_server_address"),
            Map.entry("210", "path_prefix"),
            Map.entry("252", "wpad"),
            Map.entry("23", "dns_server"),
            Map.entry("24", "domain_search"),
            Map.entry("server_ip_address", "tftp_server_address"));

    /** Neutron's word for a port that wants no answer at all. */
    private static final String DISABLED = "dhcp_disabled";

    private final Guest guest;

    DhcpOptions(Guest guest) {
        this.guest = guest;
    }

    Map<String, String> of(Network network, Subnet subnet) {
        return subnet.cidr().version() == 4 ? four(network, subnet) : six(subnet, network);
    }

    /**
     * The server has the address of the metadata service, which is reached on the link itself on every network: so a
     * lease is renewed also where no router is.
     */
    private Map<String, String> four(Network network, Subnet subnet) {
        Map<String, String> options = new TreeMap<>();
        Ip gateway = subnet.gateway();
        options.put("server_id", MetadataPort.ADDRESS);
        options.put("server_mac", MetadataPort.mac(network.id()));
        options.put("lease_time", Long.toString(guest.lease().toSeconds()));
        options.put("mtu", Integer.toString(network.mtu()));
        options.put("domain_name", quoted(guest.domain()));
        options.put("classless_static_route", routes(subnet));
        if (gateway != null) {
            options.put("router", gateway.toString());
        }
        List<Ip> servers = version(subnet.dnsNameservers(), 4);
        if (!servers.isEmpty()) {
            options.put("dns_server", several(servers));
        } else if (gateway != null) {
            // OVN answers for the names of ports whatever server is asked; the rest is the router's affair.
            options.put("dns_server", gateway.toString());
        }
        return options;
    }

    /** Whoever gets these routes ignores the router's address (RFC 3442), so it is among them. */
    private static String routes(Subnet subnet) {
        List<String> routes = new ArrayList<>();
        routes.add(MetadataPort.ADDRESS + "/32,0.0.0.0");
        for (HostRoute route : subnet.hostRoutes()) {
            routes.add(route.destination() + "," + route.nextHop());
        }
        if (subnet.gateway() != null) {
            routes.add("0.0.0.0/0," + subnet.gateway());
        }
        return "{" + String.join(", ", routes) + "}";
    }

    private Map<String, String> six(Subnet subnet, Network network) {
        Map<String, String> options = new TreeMap<>();
        options.put("server_id", MetadataPort.mac(network.id()));
        options.put("domain_search", quoted(guest.domain()));
        List<Ip> servers = version(subnet.dnsNameservers(), 6);
        if (!servers.isEmpty()) {
            options.put("dns_server", several(servers));
        }
        if (subnet.addressMode() == Ipv6Mode.DHCPV6_STATELESS) {
            options.put("dhcpv6_stateless", "true");
        }
        return options;
    }

    /** Whether the port has asked for no answers. */
    static boolean disabled(Collection<DhcpOption> extra, int version) {
        return extra.stream()
                .anyMatch(option -> option.version() == version
                        && option.name().equals(DISABLED)
                        && option.value().equalsIgnoreCase("true"));
    }

    /** What a port wants besides, in OVN's words; what OVN does not know, or what is no value of it, is left out. */
    static Map<String, String> extra(Collection<DhcpOption> extra, int version) {
        Map<String, String> options = new TreeMap<>();
        for (DhcpOption option : extra) {
            String plain = option.name().replace('-', '_');
            String name = OTHER_NAMES.getOrDefault(plain, plain);
            Form form = (version == 4 ? FOUR : SIX).get(name);
            String value = form == null || option.version() != version ? null : checked(form, option.value(), version);
            if (value != null) {
                options.put(name, value);
            }
        }
        return options;
    }

    private static @Nullable String checked(Form form, String value, int version) {
        return switch (form) {
            case NUMBER -> NUMBER.matcher(value).matches() ? value : null;
            case TEXT -> TEXT.matcher(value).matches() ? quoted(value) : null;
            case ADDRESSES -> {
                List<Ip> addresses = new ArrayList<>();
                for (String part : value.split(",", -1)) {
                    Ip.parse(part.strip()).filter(ip -> ip.version() == version).ifPresent(addresses::add);
                }
                yield addresses.size() == value.split(",", -1).length ? several(addresses) : null;
            }
        };
    }

    private static List<Ip> version(List<Ip> addresses, int version) {
        return addresses.stream().filter(ip -> ip.version() == version).toList();
    }

    private static String several(List<Ip> addresses) {
        return addresses.size() == 1
                ? addresses.getFirst().toString()
                : addresses.stream().map(Ip::toString).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
