package io.oblako.network.domain.port;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What tenants may say about ports. The rules keep a tenant from posing as a router, a DHCP server or a neighbour
 * (security rows NET-01, NET-02, NET-07). Pure.
 */
final class PortRules {

    /** Attributes that decide what a port may send: on a network that is shared with them, tenants leave them alone. */
    private static final List<String> OWNERS_OF_THE_NETWORK =
            List.of("mac_address", "port_security_enabled", "allowed_address_pairs");

    /** What the router or floating IP decides that a port is of. */
    private static final List<String> HELD_BY_DEVICE =
            List.of("fixed_ips", "mac_address", "port_security_enabled", "allowed_address_pairs", "security_groups");

    private PortRules() {}

    private static void requireUntouched(Values wanted, List<String> attributes, String verb) {
        for (String attribute : attributes) {
            if (wanted.given(attribute)) {
                throw Viewer.notAllowed(verb + "_port:" + attribute);
            }
        }
    }

    /**
     * @param verb create or update
     * @throws CloudException POLICY_NOT_AUTHORIZED
     */
    static void checkTrust(Viewer viewer, Values wanted, Network network, String before, String verb) {
        if (viewer.operator()) {
            return;
        }
        boolean touchesDevice = wanted.given("device_owner") || wanted.given("device_id");
        if (touchesDevice && (DeviceOwner.trusted(wanted.text("device_owner")) || DeviceOwner.trusted(before))) {
            throw Viewer.notAllowed(verb + "_port:device_owner");
        }
        if (DeviceOwner.heldByDevice(before)) {
            requireUntouched(wanted, HELD_BY_DEVICE, verb);
        }
        if (viewer.owns(network)) {
            return;
        }
        requireUntouched(wanted, OWNERS_OF_THE_NETWORK, verb);
        boolean names = wanted.given("fixed_ips")
                && wanted.list("fixed_ips", FixedIp.Wish.class).stream().anyMatch(wish -> wish.address() != null);
        if (names) {
            throw Viewer.notAllowed(verb + "_port:fixed_ips:ip_address");
        }
    }

    /** @throws CloudException when the parts of the port contradict each other */
    static void checkWhole(Port port, List<Subnet> subnets) {
        if (!port.portSecurity() && !port.securityGroups().isEmpty()) {
            throw new CloudException(
                    NetworkError.PORT_SECURITY_PORT_HAS_SECURITY_GROUP,
                    "Port has security group associated. Cannot disable port security or IP address until security "
                            + "group"
                            + " is removed.");
        }
        if (!port.portSecurity() && !port.pairs().isEmpty()) {
            throw new CloudException(
                    NetworkError.ADDRESS_PAIR_AND_PORT_SECURITY_REQUIRED,
                    "Port Security must be enabled in order to have allowed address pairs on a port.");
        }
        checkPairs(port, subnets);
    }

    private static void checkPairs(Port port, List<Subnet> subnets) {
        Set<AddressPair> seen = new HashSet<>();
        for (AddressPair pair : port.pairs()) {
            AddressPair whole = new AddressPair(pair.address(), pair.mac() == null ? port.mac() : pair.mac());
            if (!seen.add(whole)) {
                throw new CloudException(
                        NetworkError.DUPLICATE_ADDRESS_PAIR_IN_REQUEST,
                        "Request contains duplicate address pair: mac_address %s ip_address %s."
                                .formatted(whole.mac(), whole.address()));
            }
            for (Subnet subnet : subnets) {
                Ip gateway = subnet.gateway();
                if (gateway != null && pair.address().contains(gateway)) {
                    throw new CloudException(
                            NetworkError.ADDRESS_PAIR_MATCHES_GATEWAY,
                            ("Allowed address pair %s holds the gateway %s of subnet %s: a port with it could pose "
                                            + "as the"
                                            + " router. Name narrower prefixes, or disable port security of the port.")
                                    .formatted(pair.address(), gateway, subnet.id()));
                }
            }
        }
    }
}
