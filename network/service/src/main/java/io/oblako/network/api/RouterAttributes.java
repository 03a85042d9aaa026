package io.oblako.network.api;

import static io.oblako.network.api.Types.CIDR;
import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.IP;
import static io.oblako.network.api.Types.list;
import static io.oblako.network.api.Types.nullable;
import static io.oblako.network.api.Types.optionalPart;
import static io.oblako.network.api.Types.part;
import static io.oblako.network.api.Types.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.api.ListReader.Part;
import io.oblako.network.api.ListReader.PartsFilter;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.router.ExtraRoute;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of routers.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#routers-routers">Networking API: routers</a>
 */
final class RouterAttributes {

    private static final int MOST_ROUTES = 200;
    private static final int MOST_ADDRESSES = 8;
    private static final int MOST_ZONES = 16;

    private static final Type<ExtraRoute> ROUTE = Types.object(
            List.of("destination", "nexthop"),
            json -> new ExtraRoute(part(json, "destination", CIDR), part(json, "nexthop", IP)),
            route -> Map.of(
                    "destination",
                    route.destination().toString(),
                    "nexthop",
                    route.nextHop().toString()));

    private static final Type<List<ExtraRoute>> ROUTES = list(ROUTE, MOST_ROUTES);

    private static final Type<Gateway.Wish> WISH = Types.object(
            List.of("network_id", "enable_snat", "external_fixed_ips"),
            json -> new Gateway.Wish(
                    part(json, "network_id", ID),
                    optionalPart(json, "enable_snat", FLAG),
                    optionalPart(json, "external_fixed_ips", list(PortAttributes.FIXED_IP, MOST_ADDRESSES))),
            RouterAttributes::shown);

    /** Nothing and an empty object mean no gateway. */
    private static final Type<Gateway.@Nullable Wish> GATEWAY = new Type<>() {
        @Override
        public Gateway.@Nullable Wish read(JsonNode json) throws Invalid {
            return json.isNull() || (json.isObject() && json.isEmpty()) ? null : WISH.read(json);
        }

        @Override
        public @Nullable Object show(Gateway.@Nullable Wish value) {
            return value == null ? null : WISH.show(value);
        }
    };

    private static Map<String, Object> shown(Gateway.Wish gateway) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("network_id", gateway.network().toString());
        view.put("enable_snat", Optional.ofNullable(gateway.snat()).orElse(true));
        List<FixedIp.Wish> addresses = gateway.fixedIps();
        view.put(
                "external_fixed_ips",
                addresses == null
                        ? List.of()
                        : addresses.stream().map(PortAttributes.FIXED_IP::show).toList());
        return view;
    }

    private RouterAttributes() {}

    /** {@code external_gateway_info=network_id=…}. */
    static Map<String, PartsFilter> partsFilters() {
        return Map.of(
                "external_gateway_info",
                new PartsFilter(Map.of("network_id", new Part("external_gateway_info.network_id", ID)), null));
    }

    /**
     * The routes that a request adds or removes.
     *
     * @throws CloudException INVALID_REQUEST
     */
    static List<ExtraRoute> routes(@Nullable JsonNode body) {
        JsonNode routes = body == null ? null : body.path("router").get("routes");
        if (routes == null) {
            throw CloudException.badRequest("Unable to find 'routes' of 'router' in request body");
        }
        try {
            return ROUTES.read(routes);
        } catch (Type.Invalid e) {
            throw CloudException.badRequest("Invalid input for routes. Reason: %s.".formatted(e.getMessage()));
        }
    }

    /** @param zones where every router is */
    static Attributes<Router> table(List<String> zones) {
        return new Attributes<>(
                Kind.ROUTER,
                List.of(
                        Attribute.<Router, Boolean>of("admin_state_up", FLAG, Router::adminStateUp)
                                .post(true)
                                .put()
                                .list(),
                        Attribute.<Router, String>of("status", text(16), Router::status)
                                .filter(),
                        Attribute.<Router, Gateway.@Nullable Wish>of(
                                        "external_gateway_info", GATEWAY, router -> Gateway.Wish.of(router.gateway()))
                                .post(null)
                                .put(),
                        Attribute.<Router, @Nullable List<ExtraRoute>>of("routes", nullable(ROUTES), Router::routes)
                                .put(),
                        placed("distributed", Router::distributed),
                        placed("ha", Router::ha),
                        Attribute.<Router, List<String>>of(
                                        "availability_zone_hints", list(text(255), MOST_ZONES), Router::zoneHints)
                                .post(List.of()),
                        Attribute.<Router, List<String>>of(
                                "availability_zones", list(text(255), MOST_ZONES), router -> zones)));
    }

    private static Attribute<Router, Boolean> placed(String name, java.util.function.Function<Router, Boolean> reader) {
        return Attribute.of(name, FLAG, reader)
                .post(true)
                .put()
                .setByOperators()
                .shownToOperators()
                .list();
    }
}
