package io.oblako.network.domain.router;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A router between subnets, and to the outside. Its interfaces are ports whose device it is, with the owner
 * {@code network:router_interface}.
 *
 * @param gateway absent when nothing leads outside
 * @param routes in the order they were given
 * @param distributed whether floating IPs leave at the host of their port, instead of at the gateway's
 * @param ha whether several hosts stand in for each other as its gateway
 */
public record Router(
        Standard standard,
        boolean adminStateUp,
        @Nullable Gateway gateway,
        List<ExtraRoute> routes,
        boolean distributed,
        boolean ha,
        List<String> zoneHints)
        implements Resource<Router> {

    public Router {
        routes = List.copyOf(routes);
        zoneHints = List.copyOf(zoneHints);
    }

    /** The one place where what a request says becomes a router; the gateway is decided before. */
    static Router of(Standard standard, Values wanted, @Nullable Gateway gateway) {
        return new Router(
                standard,
                wanted.flag("admin_state_up"),
                gateway,
                wanted.list("routes", ExtraRoute.class),
                wanted.flag("distributed"),
                wanted.flag("ha"),
                wanted.list("availability_zone_hints", String.class));
    }

    @Override
    public Router with(Standard next) {
        return new Router(next, adminStateUp, gateway, routes, distributed, ha, zoneHints);
    }

    Router withRoutes(List<ExtraRoute> next) {
        return new Router(standard, adminStateUp, gateway, next, distributed, ha, zoneHints);
    }

    Router withGateway(@Nullable Gateway next) {
        return new Router(standard, adminStateUp, next, routes, distributed, ha, zoneHints);
    }

    /** Routers are rules of every host: there is nothing that could be down. */
    public String status() {
        return "ACTIVE";
    }
}
