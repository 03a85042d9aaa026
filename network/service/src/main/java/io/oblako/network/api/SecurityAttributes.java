package io.oblako.network.api;

import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.nullable;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.security.Protocols;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of security groups and of their rules.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#security-groups-security-groups">Networking API:
 * security     groups</a>
 */
final class SecurityAttributes {

    private static final int MOST_PORT = 65_535;

    private static final Type<Direction> DIRECTION =
            Types.words(Map.of("ingress", Direction.INGRESS, "egress", Direction.EGRESS));

    private static final Type<EtherType> ETHER_TYPE =
            Types.words(Map.of("IPv4", EtherType.IPV4, "IPv6", EtherType.IPV6));

    /** A name that Neutron knows or a number; {@code any} and nothing stand for all. */
    private static final Type<@Nullable String> PROTOCOL = json -> {
        if (json.isNull()) {
            return null;
        }
        String protocol = json.asText().toLowerCase(Locale.ROOT);
        if (protocol.isEmpty() || protocol.equals("any")) {
            return null;
        }
        if (!Protocols.known(protocol)) {
            throw new Type.Invalid("Security group rule protocol %s not supported. Only protocol names and integer"
                            .formatted(Types.shown(json))
                    + " representations [0 to 255] are supported");
        }
        return protocol;
    };

    /** Kept as it was given; nothing is all addresses. */
    private static final Type<@Nullable String> PREFIX = json -> {
        if (json.isNull() || json.asText().isEmpty()) {
            return null;
        }
        if (!json.isTextual() || Cidr.parse(json.textValue()).isEmpty()) {
            throw new Type.Invalid("'%s' is not a valid IP prefix".formatted(Types.shown(json)));
        }
        return json.textValue();
    };

    /** A port, or a type or code of ICMP: whether it goes with the protocol is for the domain to say. */
    private static final Type<Integer> PORT = json -> {
        boolean number = json.isIntegralNumber() && json.canConvertToInt();
        boolean digits = json.isTextual() && json.textValue().matches("\\d{1,5}");
        int port = number || digits ? json.asInt() : -1;
        if (port < 0 || port > MOST_PORT) {
            throw new Type.Invalid("Invalid value for port %s".formatted(Types.shown(json)));
        }
        return port;
    };

    /** Text that is no id is the id of no group: Neutron has no other answer for it. */
    private static final Type<UUID> GROUP = new Type<>() {
        @Override
        public UUID read(JsonNode json) throws Invalid {
            String text = Types.shown(json);
            if (json.isTextual() && filter(text).isEmpty()) {
                throw Kind.SECURITY_GROUP.notFound(text);
            }
            return ID.read(json);
        }

        @Override
        public @Nullable Object show(UUID value) {
            return ID.show(value);
        }

        @Override
        public Optional<String> filter(String text) {
            return ID.filter(text);
        }
    };

    private SecurityAttributes() {}

    static Attributes<SecurityGroup> groups(Attributes<SecurityRule> rules) {
        return new Attributes<>(
                Kind.SECURITY_GROUP,
                List.of(
                        Attribute.<SecurityGroup, Boolean>of("stateful", FLAG, SecurityGroup::stateful)
                                .post(true)
                                .put()
                                .list(),
                        Attribute.<SecurityGroup, List<Map<String, @Nullable Object>>>seen(
                                "security_group_rules", views(), (group, viewer) -> shown(group, rules, viewer))));
    }

    private static List<Map<String, @Nullable Object>> shown(
            SecurityGroup group, Attributes<SecurityRule> rules, Viewer viewer) {
        return group.rules().stream()
                .map(rule -> rules.view(rule, viewer, Set.of()))
                .toList();
    }

    private static Type<List<Map<String, @Nullable Object>>> views() {
        return json -> {
            throw new Type.Invalid("rules are made one by one");
        };
    }

    static Attributes<SecurityRule> rules() {
        return new Attributes<>(
                        Kind.SECURITY_GROUP_RULE,
                        List.of(
                                Attribute.<SecurityRule, UUID>of("security_group_id", GROUP, SecurityRule::group)
                                        .required()
                                        .list(),
                                Attribute.<SecurityRule, Direction>of("direction", DIRECTION, SecurityRule::direction)
                                        .required()
                                        .list(),
                                Attribute.<SecurityRule, EtherType>of("ethertype", ETHER_TYPE, SecurityRule::etherType)
                                        .post(EtherType.IPV4)
                                        .list(),
                                Attribute.<SecurityRule, @Nullable String>of(
                                                "protocol", PROTOCOL, SecurityRule::protocol)
                                        .post(null)
                                        .list(),
                                port("port_range_min", SecurityRule::portMin),
                                port("port_range_max", SecurityRule::portMax),
                                Attribute.<SecurityRule, @Nullable String>of(
                                                "remote_ip_prefix", PREFIX, SecurityRule::remoteText)
                                        .post(null)
                                        .list(),
                                Attribute.<SecurityRule, @Nullable UUID>of(
                                                "remote_group_id", nullable(GROUP), SecurityRule::remoteGroup)
                                        .post(null)
                                        .list(),
                                Attribute.<SecurityRule, @Nullable UUID>of(
                                                "remote_address_group_id",
                                                nullable(ID),
                                                SecurityRule::remoteAddressGroup)
                                        .post(null)
                                        .list(),
                                Attribute.<SecurityRule, @Nullable String>of(
                                        "normalized_cidr", PREFIX, SecurityAttributes::normal)))
                .without("name", "tags");
    }

    private static @Nullable String normal(SecurityRule rule) {
        Cidr remote = rule.remote();
        return remote == null ? null : remote.toString();
    }

    private static Attribute<SecurityRule, @Nullable Integer> port(
            String name, java.util.function.Function<SecurityRule, @Nullable Integer> reader) {
        return Attribute.of(name, nullable(PORT), reader).post(null).list();
    }
}
