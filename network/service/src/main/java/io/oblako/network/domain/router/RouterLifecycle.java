package io.oblako.network.domain.router;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.quota.Quotas;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of routers. A router is locked while its gateway or interfaces change, so its subnets never overlap. */
public final class RouterLifecycle implements Lifecycle<Router> {

    private final Routers routers;
    private final RouterGateways gateways;
    private final RouterSubnets joined;
    private final RouterRoutes routes;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;

    public RouterLifecycle(
            Routers routers,
            RouterGateways gateways,
            Ports ports,
            Subnets subnets,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        this.routers = routers;
        this.gateways = gateways;
        this.joined = new RouterSubnets(ports, subnets);
        this.routes = new RouterRoutes(joined);
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public Router create(Viewer viewer, Values wanted) {
        Standard standard = stamp.born(wanted);
        quotas.reserve(Kind.ROUTER, standard.project(), 1);
        Gateway gateway = gateways.first(viewer, standard, wish(wanted));
        Router router = Router.of(standard, wanted, gateway);
        routers.add(router);
        changes.changed(router);
        return router;
    }

    private static Gateway.@Nullable Wish wish(Values wanted) {
        return wanted.optional("external_gateway_info", Gateway.Wish.class);
    }

    @Override
    public Router change(Viewer viewer, Router current, Values wanted) {
        viewer.requireOwner(current, "update_router");
        Gateway before = current.gateway();
        Gateway gateway =
                wanted.given("external_gateway_info") ? gateways.changed(viewer, current, wish(wanted)) : before;
        Router next = Router.of(stamp.changed(current.standard(), wanted), wanted, gateway);
        checkIdle(current, next);
        if (wanted.given("routes")) {
            routes.check(current.id(), next.routes());
        }
        Router saved = save(next);
        if (before != null && (gateway == null || !before.port().equals(gateway.port()))) {
            gateways.close(before);
        }
        return saved;
    }

    /** Where packets are translated is not moved under their feet. */
    private static void checkIdle(Router current, Router next) {
        if (!current.adminStateUp()) {
            return;
        }
        if (current.distributed() != next.distributed()) {
            throw mustBeDown("distributed");
        }
        if (current.ha() != next.ha()) {
            throw mustBeDown("ha");
        }
    }

    private static CloudException mustBeDown(String attribute) {
        return RouterSubnets.bad(
                "router",
                ("Cannot change the '%s' attribute of active routers. Please set router admin_state_up to False prior to "
                                + "this operation")
                        .formatted(attribute));
    }

    /** Adds routes; those that are there already stay as they are. */
    public Router addRoutes(Viewer viewer, Router current, List<ExtraRoute> more) {
        return rerouted(viewer, current, RouterRoutes.with(current.routes(), more), "add_extraroutes");
    }

    /** Removes routes; those that are not there are no error. */
    public Router removeRoutes(Viewer viewer, Router current, List<ExtraRoute> less) {
        return rerouted(viewer, current, RouterRoutes.without(current.routes(), less), "remove_extraroutes");
    }

    private Router rerouted(Viewer viewer, Router current, List<ExtraRoute> next, String what) {
        viewer.requireOwner(current, what);
        if (next.equals(current.routes())) {
            return current;
        }
        routes.check(current.id(), next);
        return save(stamp.touched(current).withRoutes(next));
    }

    @Override
    public Router save(Router next) {
        Router saved = routers.save(next);
        changes.changed(saved);
        return saved;
    }

    @Override
    public void delete(Viewer viewer, Router current) {
        viewer.requireOwner(current, "delete_router");
        if (!joined.interfaces(current.id()).isEmpty()) {
            throw inUse(current.id(), "still has ports");
        }
        Gateway gateway = current.gateway();
        if (gateway != null) {
            gateways.checkNoFloatingIps(current.id(), gateway.network());
        }
        routers.remove(current);
        if (gateway != null) {
            gateways.close(gateway);
        }
        changes.gone(Kind.ROUTER, current.id());
    }

    private static CloudException inUse(UUID router, String reason) {
        return new CloudException(NetworkError.ROUTER_IN_USE, "Router %s %s.".formatted(router, reason));
    }
}
