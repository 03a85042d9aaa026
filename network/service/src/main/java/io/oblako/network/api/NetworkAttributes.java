package io.oblako.network.api;

import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.list;
import static io.oblako.network.api.Types.nullable;
import static io.oblako.network.api.Types.number;
import static io.oblako.network.api.Types.text;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.network.Network;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of networks.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#networks">Networking API: networks</a>
 */
final class NetworkAttributes {

    /** What IPv4 asks of every link (RFC 791), and the most that an IP packet can be. */
    private static final int LEAST_MTU = 68;

    private static final int MOST_MTU = 65_535;
    private static final int MOST_ZONES = 16;

    private NetworkAttributes() {}

    /** @param zones where the ports of every network are */
    static Attributes<Network> table(List<String> zones) {
        return new Attributes<>(
                Kind.NETWORK,
                List.of(
                        Attribute.<Network, Boolean>of("admin_state_up", FLAG, Network::adminStateUp)
                                .post(true)
                                .put()
                                .list(),
                        Attribute.<Network, String>of("status", text(16), Network::status)
                                .filter(),
                        Attribute.<Network, List<UUID>>of("subnets", list(ID, Integer.MAX_VALUE), Network::subnets),
                        Attribute.<Network, Boolean>seen("shared", FLAG, Network::sharedWith)
                                .post(false)
                                .put()
                                .setByOperators()
                                .filter(),
                        Attribute.<Network, Boolean>of("router:external", FLAG, Network::external)
                                .post(false)
                                .put()
                                .setByOperators()
                                .filter(),
                        Attribute.<Network, Integer>of("mtu", number(LEAST_MTU, MOST_MTU), Network::mtu)
                                .post(0)
                                .put()
                                .list(),
                        Attribute.<Network, Boolean>of("port_security_enabled", FLAG, Network::portSecurity)
                                .post(true)
                                .put()
                                .filter(),
                        Attribute.<Network, List<String>>of(
                                        "availability_zone_hints", list(text(255), MOST_ZONES), Network::zoneHints)
                                .post(List.of()),
                        Attribute.<Network, List<String>>of(
                                "availability_zones", list(text(255), MOST_ZONES), network -> zones),
                        Attribute.<Network, @Nullable UUID>of(
                                "ipv4_address_scope",
                                nullable(ID),
                                network -> network.scopes().four()),
                        Attribute.<Network, @Nullable UUID>of(
                                "ipv6_address_scope",
                                nullable(ID),
                                network -> network.scopes().six()),
                        QosAttributes.policyOf(Network::qosPolicy),
                        provider(
                                "provider:network_type",
                                network -> network.provider().type()),
                        provider(
                                "provider:physical_network",
                                network -> network.provider().physicalNetwork()),
                        Attribute.<Network, @Nullable Integer>of(
                                        "provider:segmentation_id",
                                        nullable(number(1, (1 << 24) - 1)),
                                        network -> network.provider().segmentationId())
                                .post(null)
                                .put()
                                .setByOperators()
                                .shownToOperators()
                                .list()));
    }

    private static Attribute<Network, @Nullable String> provider(
            String name, java.util.function.Function<Network, @Nullable String> reader) {
        return Attribute.of(name, nullable(text(64)), reader)
                .post(null)
                .put()
                .setByOperators()
                .shownToOperators()
                .list();
    }
}
