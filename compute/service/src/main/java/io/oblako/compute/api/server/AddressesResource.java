package io.oblako.compute.api.server;

import io.oblako.compute.api.network.SecurityGroupsResource;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/**
 * The addresses of a server, by network, and the security groups before them.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#servers-ips-servers-ips">Compute API: servers IPs</a>
 */
@Path("/v2.1/servers")
@RunOnVirtualThread
public class AddressesResource {

    private final ServerLookups lookups;
    private final ServerAddresses addresses;

    AddressesResource(ServerLookups lookups, ServerAddresses addresses) {
        this.lookups = lookups;
        this.addresses = addresses;
    }

    @GET
    @Path("{server}/ips")
    @Operation("compute:server-ips:list")
    public Response list(@PathParam("server") String id) {
        Map<String, List<ServerAddresses.Address>> all = addresses.of(lookups.server(id));
        return JsonOut.document(out -> out.object(
                        "addresses", networks -> all.forEach((network, some) -> write(networks, network, some))))
                .ok();
    }

    @GET
    @Path("{server}/ips/{network}")
    @Operation("compute:server-ips:show")
    public Response show(@PathParam("server") String id, @PathParam("network") String network) {
        List<ServerAddresses.Address> some = addresses.of(lookups.server(id)).get(network);
        if (some == null) {
            throw CloudException.notFound("Instance is not a member of specified network");
        }
        return JsonOut.document(out -> write(out, network, some)).ok();
    }

    @GET
    @Path("{server}/os-security-groups")
    @Operation("compute:server-security-groups:list")
    public Response groups(@PathParam("server") String id) {
        List<SecurityGroupFact> groups = addresses.groups(lookups.server(id));
        return JsonOut.document(out -> out.objects("security_groups", groups, SecurityGroupsResource::write))
                .ok();
    }

    private static void write(JsonOut out, String network, List<ServerAddresses.Address> some) {
        out.objects(network, some, (item, address) -> address.brief(item));
    }
}
