package io.oblako.network.domain.router;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Subnet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What extra routes a router may have.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#extra-route-extension">Networking API: extra routes</a>
 */
final class RouterRoutes {

    /** Neutron's {@code max_routes}. */
    static final int MOST = 30;

    private final RouterSubnets joined;

    RouterRoutes(RouterSubnets joined) {
        this.joined = joined;
    }

    /** @throws CloudException when a next hop cannot be reached, is the router itself, or there are too many */
    void check(UUID router, List<ExtraRoute> routes) {
        if (routes.size() > MOST) {
            throw new CloudException(
                    NetworkError.ROUTES_EXHAUSTED,
                    "Unable to complete operation for %s. The number of routes exceeds the maximum %d."
                            .formatted(router, MOST));
        }
        if (routes.isEmpty()) {
            return;
        }
        if (new HashSet<>(routes).size() < routes.size()) {
            throw invalid(routes, "duplicate routes");
        }
        List<Subnet> subnets = joined.joined(router);
        Set<Ip> own = joined.addresses(router);
        for (ExtraRoute route : routes) {
            if (route.destination().version() != route.nextHop().version()) {
                throw invalid(List.of(route), "destination and nexthop are of different IP versions");
            }
            if (subnets.stream().noneMatch(subnet -> subnet.cidr().contains(route.nextHop()))) {
                throw invalid(List.of(route), "the nexthop is not connected with router");
            }
            if (own.contains(route.nextHop())) {
                throw invalid(List.of(route), "the nexthop is used by router");
            }
        }
    }

    /** All that there were, and these; those that are there already are no change. */
    static List<ExtraRoute> with(List<ExtraRoute> before, List<ExtraRoute> more) {
        Set<ExtraRoute> all = new LinkedHashSet<>(before);
        all.addAll(more);
        return new ArrayList<>(all);
    }

    /** Those that there were, without these; those that are not there are no change. */
    static List<ExtraRoute> without(List<ExtraRoute> before, List<ExtraRoute> less) {
        List<ExtraRoute> rest = new ArrayList<>(before);
        rest.removeAll(less);
        return rest;
    }

    private static CloudException invalid(List<ExtraRoute> routes, String reason) {
        ExtraRoute first = routes.getFirst();
        return new CloudException(
                NetworkError.INVALID_ROUTES,
                "Invalid format for routes: %s via %s, %s.".formatted(first.destination(), first.nextHop(), reason));
    }
}
