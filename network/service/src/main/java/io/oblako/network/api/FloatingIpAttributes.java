package io.oblako.network.api;

import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.IP;
import static io.oblako.network.api.Types.nullable;
import static io.oblako.network.api.Types.number;
import static io.oblako.network.api.Types.text;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.PortForwarding.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of floating IPs and of what they forward.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips">Networking API: floating IPs</a>
 */
final class FloatingIpAttributes {

    private static final int MOST_NUMBER = 65_535;

    /** What is made of other things and cannot be given. */
    private static final Type<@Nullable Object> VIEW = json -> {
        throw new Type.Invalid("it is not set by requests");
    };

    private static final Type<Numbers> NUMBERS = new Type<>() {
        @Override
        public Numbers read(com.fasterxml.jackson.databind.JsonNode json) throws Invalid {
            String range = json.asText();
            if (!range.matches("\\d{1,5}:\\d{1,5}")) {
                throw new Invalid("'%s' is not a port range like '80:85'".formatted(Types.shown(json)));
            }
            int colon = range.indexOf(':');
            int first = Integer.parseInt(range.substring(0, colon));
            int last = Integer.parseInt(range.substring(colon + 1));
            if (first < 1 || last < first || last > MOST_NUMBER) {
                throw new Invalid("'%s' is not a range of ports 1 to %d".formatted(range, MOST_NUMBER));
            }
            return new Numbers(first, last);
        }

        @Override
        public Object show(Numbers value) {
            return value.toString();
        }
    };

    private FloatingIpAttributes() {}

    static Attributes<FloatingIp> table() {
        return new Attributes<>(
                        Kind.FLOATING_IP,
                        List.of(
                                Attribute.<FloatingIp, UUID>of("floating_network_id", ID, FloatingIp::network)
                                        .required()
                                        .list(),
                                Attribute.<FloatingIp, @Nullable Ip>of(
                                                "floating_ip_address", nullable(IP), FloatingIp::address)
                                        .post(null)
                                        .setByOperators()
                                        .list(),
                                Attribute.<FloatingIp, UUID>wish("subnet_id", nullable(ID))
                                        .post(null),
                                Attribute.<FloatingIp, @Nullable UUID>of("port_id", nullable(ID), FloatingIp::port)
                                        .post(null)
                                        .put()
                                        .list(),
                                Attribute.<FloatingIp, @Nullable Ip>of(
                                                "fixed_ip_address", nullable(IP), FloatingIp::fixed)
                                        .post(null)
                                        .put()
                                        .list(),
                                Attribute.<FloatingIp, @Nullable UUID>of("router_id", nullable(ID), FloatingIp::router)
                                        .list(),
                                QosAttributes.policyOf(FloatingIp::qosPolicy),
                                Attribute.<FloatingIp, String>of("status", text(16), FloatingIp::status)
                                        .filter(),
                                Attribute.<FloatingIp, @Nullable Object>of(
                                        "port_details", VIEW, FloatingIpAttributes::portDetails),
                                Attribute.<FloatingIp, @Nullable Object>of(
                                        "port_forwardings",
                                        VIEW,
                                        floatingIp -> floatingIp.forwardings().stream()
                                                .map(FloatingIpAttributes::inFloatingIp)
                                                .toList())))
                .without("name");
    }

    private static @Nullable Object portDetails(FloatingIp floatingIp) {
        Port port = floatingIp.targetPort();
        if (port == null) {
            return null;
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", port.standard().name());
        view.put("network_id", port.network().toString());
        view.put("mac_address", port.mac().toString());
        view.put("admin_state_up", port.adminStateUp());
        view.put("status", port.status());
        view.put("device_id", port.deviceId());
        view.put("device_owner", port.deviceOwner());
        return view;
    }

    private static Map<String, @Nullable Object> inFloatingIp(PortForwarding forwarding) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", forwarding.id().toString());
        view.put("protocol", forwarding.protocol());
        view.put("external_port", single(forwarding.external()));
        view.put("external_port_range", forwarding.external().toString());
        view.put("internal_port_id", forwarding.port().toString());
        view.put("internal_ip_address", forwarding.fixed().toString());
        view.put("internal_port", single(forwarding.internal()));
        view.put("internal_port_range", forwarding.internal().toString());
        return view;
    }

    private static @Nullable Integer single(Numbers numbers) {
        return numbers.size() == 1 ? numbers.first() : null;
    }

    static Attributes<PortForwarding> forwardings() {
        return new Attributes<>(
                        Kind.PORT_FORWARDING,
                        List.of(
                                Attribute.<PortForwarding, UUID>of("floatingip_id", ID, PortForwarding::floatingIp)
                                        .hidden(),
                                Attribute.<PortForwarding, String>of(
                                                "protocol",
                                                Types.words(Map.of("tcp", "tcp", "udp", "udp", "sctp", "sctp")),
                                                PortForwarding::protocol)
                                        .required()
                                        .put()
                                        .list(),
                                single("external_port", PortForwarding::external),
                                range("external_port_range", PortForwarding::external),
                                Attribute.<PortForwarding, UUID>of("internal_port_id", ID, PortForwarding::port)
                                        .required()
                                        .put()
                                        .list(),
                                Attribute.<PortForwarding, @Nullable Ip>of(
                                                "internal_ip_address", nullable(IP), PortForwarding::fixed)
                                        .post(null)
                                        .put()
                                        .list(),
                                single("internal_port", PortForwarding::internal),
                                range("internal_port_range", PortForwarding::internal)))
                .without("name", "tags");
    }

    private static Attribute<PortForwarding, @Nullable Integer> single(
            String name, Function<PortForwarding, Numbers> reader) {
        return Attribute.<PortForwarding, @Nullable Integer>of(
                        name, nullable(number(1, MOST_NUMBER)), forwarding -> single(reader.apply(forwarding)))
                .post(null)
                .put()
                .list();
    }

    private static Attribute<PortForwarding, @Nullable Numbers> range(
            String name, Function<PortForwarding, Numbers> reader) {
        return Attribute.<PortForwarding, @Nullable Numbers>of(
                        name, nullable(NUMBERS), forwarding -> reader.apply(forwarding))
                .post(null)
                .put()
                .filter();
    }
}
