package io.oblako.compute.domain.node;

import io.oblako.compute.domain.network.Nic;
import io.oblako.kernel.json.Json;
import io.oblako.network.contracts.PortFact;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The document {@code network_data.json} by which cloud-init configures the interfaces of a guest.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/user/metadata.html#openstack-format-metadata">Nova: network_data.json</a>
 */
final class NetworkData {

    /** Nova names a link after the tap that it would be, at most so long. */
    private static final int LINK_CHARS = 14;

    private final List<Map<String, Object>> links = new ArrayList<>();
    private final List<Map<String, Object>> networks = new ArrayList<>();
    private final Set<String> nameservers = new LinkedHashSet<>();

    private NetworkData() {}

    /** As JSON text; interfaces without a port are left out. */
    static String of(List<Nic> nics) {
        NetworkData data = new NetworkData();
        for (Nic nic : nics) {
            Nic.Wire wire = nic.wire();
            if (wire != null) {
                data.add(nic, wire);
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("links", data.links);
        document.put("networks", data.networks);
        document.put("services", services(data.nameservers));
        return Json.text(document);
    }

    private void add(Nic nic, Nic.Wire wire) {
        String link = ("tap" + nic.port()).substring(0, LINK_CHARS);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", link);
        shown.put("vif_id", nic.port().toString());
        shown.put("type", "ovs");
        shown.put("mtu", wire.mtu());
        shown.put("ethernet_mac_address", wire.mac());
        links.add(shown);
        for (PortFact.FixedIp address : wire.addresses()) {
            wire.subnets().stream()
                    .filter(subnet -> subnet.id().equals(address.subnet()))
                    .findFirst()
                    .ifPresent(subnet -> networks.add(network(nic, link, address.address(), subnet)));
        }
    }

    private Map<String, Object> network(Nic nic, String link, String address, PortFact.Subnet subnet) {
        nameservers.addAll(subnet.dnsNameservers());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", "network" + networks.size());
        shown.put("type", type(subnet));
        shown.put("link", link);
        if (subnet.mode() != null || !subnet.dhcp()) {
            shown.put("ip_address", address);
            shown.put("netmask", mask(subnet.cidr()));
            shown.put("routes", routes(subnet));
            shown.put("services", services(subnet.dnsNameservers()));
        }
        shown.put("network_id", nic.network().toString());
        return shown;
    }

    /** Where addresses are handed out, the guest asks; where not, it is told. */
    private static String type(PortFact.Subnet subnet) {
        String version = "ipv" + subnet.ipVersion();
        if (subnet.mode() != null) {
            return version + "_" + subnet.mode();
        }
        return subnet.dhcp() ? version + "_dhcp" : version;
    }

    private static List<Map<String, Object>> routes(PortFact.Subnet subnet) {
        List<Map<String, Object>> routes = new ArrayList<>();
        String gateway = subnet.gateway();
        if (gateway != null) {
            routes.add(route(subnet.ipVersion() == 4 ? "0.0.0.0/0" : "::/0", gateway));
        }
        subnet.hostRoutes().forEach(route -> routes.add(route(route.destination(), route.nextHop())));
        return routes;
    }

    private static Map<String, Object> route(String destination, String gateway) {
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("network", destination.substring(0, destination.indexOf('/')));
        route.put("netmask", mask(destination));
        route.put("gateway", gateway);
        return route;
    }

    private static List<Map<String, Object>> services(Iterable<String> nameservers) {
        List<Map<String, Object>> services = new ArrayList<>();
        for (String address : nameservers) {
            Map<String, Object> service = new LinkedHashMap<>();
            service.put("type", "dns");
            service.put("address", address);
            services.add(service);
        }
        return services;
    }

    /** The prefix of a CIDR as a mask, for example 255.255.255.0. */
    static String mask(String cidr) {
        int slash = cidr.indexOf('/');
        int bits = cidr.indexOf(':') < 0 ? Integer.SIZE : 128;
        int prefix = Integer.parseInt(cidr.substring(slash + 1));
        BigInteger ones =
                BigInteger.ONE.shiftLeft(prefix).subtract(BigInteger.ONE).shiftLeft(bits - prefix);
        byte[] number = ones.toByteArray();
        byte[] mask = new byte[bits / Byte.SIZE];
        for (int i = 1; i <= Math.min(mask.length, number.length); i++) {
            mask[mask.length - i] = number[number.length - i];
        }
        try {
            return InetAddress.getByAddress(mask).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("A mask has 4 or 16 bytes", e);
        }
    }
}
