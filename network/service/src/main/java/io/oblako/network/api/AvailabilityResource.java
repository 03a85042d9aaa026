package io.oblako.network.api;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Query.Condition;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.network.AddressUsage;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * How many addresses networks have, and how many of them are taken.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#network-ip-availability-and-usage-stats">Networking API:
 *     network IP availability</a>
 */
@Path("/v2.0/network-ip-availabilities")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class AvailabilityResource {

    private static final Map<String, String> FILTERS =
            Map.of("network_id", "id", "network_name", "name", "tenant_id", "project_id", "project_id", "project_id");

    private final Networks networks;
    private final Subnets subnets;
    private final AddressUsage usage;
    private final CurrentCaller caller;

    AvailabilityResource(Networks networks, Subnets subnets, AddressUsage usage, CurrentCaller caller) {
        this.networks = networks;
        this.subnets = subnets;
        this.usage = usage;
        this.caller = caller;
    }

    @GET
    @Operation("network:network_ip_availabilities:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        Viewer viewer = Viewer.of(caller.get());
        List<Condition> conditions = new ArrayList<>();
        uri.getQueryParameters().forEach((name, values) -> {
            String attribute = FILTERS.get(name);
            if (attribute != null) {
                conditions.add(new Condition(attribute, attribute.equals("id") ? known(values) : values));
            } else if (!name.equals("ip_version") && !name.equals("fields")) {
                throw CloudException.badRequest("['%s'] is invalid attribute for filtering"
                        .formatted(name.length() > 64 ? name.substring(0, 64) : name));
            }
        });
        Query query = new Query(viewer, conditions, Query.Tags.ANY, List.of(), Query.MOST, null, false);
        String version = uri.getQueryParameters().getFirst("ip_version");
        return Map.of(
                "network_ip_availabilities", views(viewer, networks.list(query).rows(), version));
    }

    private static List<String> known(List<String> ids) {
        return ids.stream().flatMap(id -> Types.ID.filter(id).stream()).toList();
    }

    @GET
    @Path("{network}")
    @Operation("network:network_ip_availabilities:show")
    public Map<String, Object> show(@PathParam("network") String network) {
        Viewer viewer = Viewer.of(caller.get());
        UUID id = Types.ID.filter(network).map(UUID::fromString).orElseThrow(() -> Kind.NETWORK.notFound(network));
        return Map.of(
                "network_ip_availability",
                views(viewer, List.of(networks.require(viewer, id)), null).getFirst());
    }

    private List<Map<String, Object>> views(
            Viewer viewer, List<Network> found, @org.jspecify.annotations.Nullable String version) {
        List<UUID> ids = found.stream().map(Network::id).toList();
        Map<UUID, Long> used = usage.usedBySubnet(ids);
        Query all = Query.where(
                viewer, "network_id", ids.stream().map(UUID::toString).toList());
        Map<UUID, List<Subnet>> byNetwork = subnets.list(all).rows().stream()
                .filter(subnet -> version == null
                        || version.equals(String.valueOf(subnet.cidr().version())))
                .collect(Collectors.groupingBy(Subnet::network));
        return found.stream()
                .map(network -> view(network, byNetwork.getOrDefault(network.id(), List.of()), used))
                .toList();
    }

    private static Map<String, Object> view(Network network, List<Subnet> subnets, Map<UUID, Long> used) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("network_id", network.id().toString());
        view.put("network_name", network.standard().name());
        view.put("tenant_id", network.project().value());
        view.put("project_id", network.project().value());
        view.put(
                "total_ips",
                subnets.stream().map(AvailabilityResource::total).reduce(BigInteger.ZERO, BigInteger::add));
        view.put(
                "used_ips",
                subnets.stream()
                        .mapToLong(subnet -> used.getOrDefault(subnet.id(), 0L))
                        .sum());
        view.put(
                "subnet_ip_availability",
                subnets.stream().map(subnet -> view(subnet, used)).toList());
        return view;
    }

    private static Map<String, Object> view(Subnet subnet, Map<UUID, Long> used) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("subnet_id", subnet.id().toString());
        view.put("subnet_name", subnet.standard().name());
        view.put("cidr", subnet.cidr().toString());
        view.put("ip_version", subnet.cidr().version());
        view.put("total_ips", total(subnet));
        view.put("used_ips", used.getOrDefault(subnet.id(), 0L));
        return view;
    }

    private static BigInteger total(Subnet subnet) {
        return subnet.pools().stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
