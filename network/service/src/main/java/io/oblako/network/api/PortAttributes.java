package io.oblako.network.api;

import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.IP;
import static io.oblako.network.api.Types.MAC;
import static io.oblako.network.api.Types.distinct;
import static io.oblako.network.api.Types.list;
import static io.oblako.network.api.Types.nullable;
import static io.oblako.network.api.Types.optionalPart;
import static io.oblako.network.api.Types.part;
import static io.oblako.network.api.Types.text;

import io.oblako.kernel.json.Json;
import io.oblako.network.api.ListReader.Part;
import io.oblako.network.api.ListReader.PartsFilter;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.port.DhcpOption;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of ports.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#ports">Networking API: ports</a>
 */
final class PortAttributes {

    private static final int MOST_ADDRESSES = 16;
    /** Neutron's {@code max_allowed_address_pair}. */
    private static final int MOST_PAIRS = 10;

    private static final int MOST_GROUPS = 50;
    private static final int MOST_OPTIONS = 32;
    private static final int MOST_PROFILE = 4096;

    static final Type<FixedIp.Wish> FIXED_IP = Types.object(
            List.of("subnet_id", "ip_address"),
            json -> new FixedIp.Wish(optionalPart(json, "subnet_id", ID), optionalPart(json, "ip_address", IP)),
            wish -> {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("subnet_id", String.valueOf(wish.subnet()));
                shown.put("ip_address", String.valueOf(wish.address()));
                return shown;
            });

    /** Nothing is no host: so the client unbinds a port. */
    private static final Type<String> HOST =
            json -> json.isNull() ? "" : text(255).read(json);

    /** An address or a prefix. */
    private static final Type<Cidr> ADDRESS = json -> {
        Optional<Cidr> cidr = json.isTextual() ? Cidr.parse(json.textValue()) : Optional.empty();
        return cidr.orElseThrow(
                () -> new Type.Invalid("'%s' is not a valid IP address or subnet".formatted(Types.shown(json))));
    };

    private static String bare(Cidr cidr) {
        boolean alone = cidr.length() == (cidr.version() == 4 ? 32 : 128);
        return alone ? cidr.base().toString() : cidr.toString();
    }

    private static final Type<AddressPair> PAIR = Types.object(
            List.of("ip_address", "mac_address", "active"),
            json -> new AddressPair(part(json, "ip_address", ADDRESS), optionalPart(json, "mac_address", MAC)),
            pair -> Map.of("ip_address", bare(pair.address()), "mac_address", String.valueOf(pair.mac())));

    private PortAttributes() {}

    /** A pair without a MAC has that of the port, also when it is shown. */
    private static List<AddressPair> whole(Port port) {
        return port.pairs().stream()
                .map(pair -> {
                    Mac mac = pair.mac();
                    return new AddressPair(pair.address(), mac == null ? port.mac() : mac);
                })
                .toList();
    }

    /** {@code fixed_ips=subnet_id=…}, {@code security_groups=…}. */
    static Map<String, PartsFilter> partsFilters() {
        return Map.of(
                "fixed_ips",
                new PartsFilter(
                        Map.of(
                                "ip_address",
                                new Part("fixed_ips.ip_address", IP),
                                "subnet_id",
                                new Part("fixed_ips.subnet_id", ID),
                                "ip_address_substr",
                                new Part("fixed_ips.ip_address_substr", text(Types.NAME))),
                        null),
                "security_groups",
                new PartsFilter(Map.of(), new Part("security_groups.id", ID)));
    }

    static Attributes<Port> table() {
        List<Attribute<Port, ?>> all = new ArrayList<>(link());
        all.addAll(walls());
        all.addAll(binding());
        return new Attributes<>(Kind.PORT, all);
    }

    /** What it is on, and what is on it. */
    private static List<Attribute<Port, ?>> link() {
        return List.of(
                Attribute.<Port, UUID>of("network_id", ID, Port::network)
                        .required()
                        .list(),
                Attribute.<Port, @Nullable Mac>of("mac_address", nullable(MAC), Port::mac)
                        .post(null)
                        .put()
                        .list(),
                Attribute.<Port, Boolean>of("admin_state_up", FLAG, Port::adminStateUp)
                        .post(true)
                        .put()
                        .list(),
                Attribute.<Port, String>of("status", text(16), Port::status).list(),
                Attribute.<Port, @Nullable List<FixedIp.Wish>>of(
                                "fixed_ips",
                                nullable(list(FIXED_IP, MOST_ADDRESSES)),
                                port -> port.fixedIps().stream()
                                        .map(FixedIp.Wish::of)
                                        .toList())
                        .post(null)
                        .put(),
                Attribute.<Port, String>of("device_id", text(255), Port::deviceId)
                        .post("")
                        .put()
                        .list(),
                Attribute.<Port, String>of("device_owner", text(255), Port::deviceOwner)
                        .post("")
                        .put()
                        .list());
    }

    /** What it may send and what it is told. */
    private static List<Attribute<Port, ?>> walls() {
        return List.of(
                Attribute.<Port, @Nullable List<UUID>>of(
                                "security_groups", nullable(distinct(ID, MOST_GROUPS)), Port::securityGroups)
                        .post(null)
                        .put(),
                Attribute.<Port, Boolean>of("port_security_enabled", FLAG, Port::portSecurity)
                        .post(true)
                        .put()
                        .filter(),
                Attribute.<Port, @Nullable List<AddressPair>>of(
                                "allowed_address_pairs", nullable(list(PAIR, MOST_PAIRS)), PortAttributes::whole)
                        .post(List.of())
                        .put(),
                Attribute.<Port, @Nullable List<DhcpOption>>of(
                                "extra_dhcp_opts",
                                nullable(list(DhcpOptionType.OPTION, MOST_OPTIONS)),
                                Port::dhcpOptions)
                        .post(List.of())
                        .put(),
                QosAttributes.<Port>policyOf(port -> port.qos().own()),
                Attribute.<Port, @Nullable UUID>of(
                        "qos_network_policy_id",
                        nullable(ID),
                        port -> port.qos().ofNetwork()),
                Attribute.<Port, String>of("dns_name", DhcpOptionType.DNS_NAME, Port::dnsName)
                        .post("")
                        .put()
                        .list());
    }

    /** Where it is plugged. */
    private static List<Attribute<Port, ?>> binding() {
        return List.of(
                Attribute.<Port, String>of(
                                "binding:vnic_type",
                                Types.words(Map.of("normal", "normal")),
                                port -> port.binding().vnicType())
                        .post("normal")
                        .put()
                        .filter(),
                Attribute.<Port, String>of(
                                "binding:host_id", HOST, port -> port.binding().host())
                        .post("")
                        .put()
                        .setByOperators()
                        .shownToOperators()
                        .list(),
                Attribute.<Port, Map<String, Object>>of(
                                "binding:profile",
                                PROFILE,
                                port -> port.binding().profile())
                        .post(Map.of())
                        .put()
                        .setByOperators()
                        .shownToOperators(),
                Attribute.<Port, String>of(
                                "binding:vif_type",
                                text(64),
                                port -> port.binding().vifType())
                        .shownToOperators(),
                Attribute.<Port, Map<String, Object>>of(
                                "binding:vif_details",
                                PROFILE,
                                port -> port.binding().vifDetails())
                        .shownToOperators());
    }

    private static final Type<Map<String, Object>> PROFILE = json -> {
        if (json.isNull()) {
            return Map.of();
        }
        if (!json.isObject() || json.toString().length() > MOST_PROFILE) {
            throw new Type.Invalid(
                    "'%s' is not a dictionary of at most %d characters".formatted(Types.shown(json), MOST_PROFILE));
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> profile = Json.shared().convertValue(json, Map.class);
        profile.values().removeIf(java.util.Objects::isNull);
        return profile;
    };
}
