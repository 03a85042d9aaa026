package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.router.ExtraRoute;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.router.RouterInterfaces;
import io.oblako.network.domain.router.RouterInterfaces.Joint;
import io.oblako.network.domain.router.RouterLifecycle;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Routers: list, create, show, update, delete; their interfaces and extra routes. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class RoutersResource {

    private final Endpoint<Router> routers;
    private final RouterInterfaces interfaces;
    private final RouterLifecycle lifecycle;

    RoutersResource(Endpoint<Router> routers, RouterInterfaces interfaces, RouterLifecycle lifecycle) {
        this.routers = routers;
        this.interfaces = interfaces;
        this.lifecycle = lifecycle;
    }

    @GET
    @Path("routers")
    @Operation("network:routers:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        return routers.list(uri);
    }

    @POST
    @Path("routers")
    @Mutation
    @Operation("network:routers:create")
    public Response create(JsonNode body) {
        return routers.create(body);
    }

    @GET
    @Path("routers/{id}")
    @Operation("network:routers:show")
    public Map<String, Object> show(@PathParam("id") String id, @Context UriInfo uri) {
        return routers.show(id, uri);
    }

    @PUT
    @Path("routers/{id}")
    @Mutation
    @Operation("network:routers:update")
    public Map<String, Object> update(
            @PathParam("id") String id, JsonNode body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return routers.update(id, body, ifMatch);
    }

    @DELETE
    @Path("routers/{id}")
    @Mutation
    @Operation("network:routers:delete")
    public void delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        routers.delete(id, ifMatch);
    }

    /** A subnet, at its gateway's address, or a port with the addresses it has. */
    @PUT
    @Path("routers/{id}/add_router_interface")
    @Mutation
    @Operation("network:routers:add_router_interface")
    public Map<String, Object> addInterface(@PathParam("id") String id, JsonNode body) {
        InterfaceBody wanted = InterfaceBody.of(body);
        Viewer viewer = routers.viewer();
        UUID port = wanted.port();
        UUID subnet = wanted.subnet();
        if (port != null && subnet != null) {
            throw InterfaceBody.bad("Cannot specify both subnet-id and port-id");
        }
        Router router = routers.locked(id);
        if (port != null) {
            return view(router, interfaces.addPort(viewer, router, port));
        }
        if (subnet != null) {
            return view(router, interfaces.addSubnet(viewer, router, subnet));
        }
        throw InterfaceBody.bad("Either subnet_id or port_id must be specified");
    }

    @PUT
    @Path("routers/{id}/remove_router_interface")
    @Mutation
    @Operation("network:routers:remove_router_interface")
    public Map<String, Object> removeInterface(@PathParam("id") String id, JsonNode body) {
        InterfaceBody wanted = InterfaceBody.of(body);
        if (wanted.port() == null && wanted.subnet() == null) {
            throw InterfaceBody.bad("Either subnet_id or port_id must be specified");
        }
        Router router = routers.locked(id);
        return view(router, interfaces.remove(routers.viewer(), router, wanted.port(), wanted.subnet()));
    }

    private static Map<String, Object> view(Router router, Joint joint) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", router.id().toString());
        view.put("tenant_id", router.project().value());
        view.put("project_id", router.project().value());
        view.put("port_id", joint.port().id().toString());
        view.put("network_id", joint.port().network().toString());
        view.put("subnet_id", joint.subnets().getFirst().toString());
        view.put("subnet_ids", joint.subnets().stream().map(UUID::toString).toList());
        view.put("tags", router.standard().tags());
        return view;
    }

    /** All of them or none, and those that are there already are no error: so several may do it at once. */
    @PUT
    @Path("routers/{id}/add_extraroutes")
    @Mutation
    @Operation("network:routers:add_extraroutes")
    public Map<String, Object> addRoutes(@PathParam("id") String id, JsonNode body) {
        List<ExtraRoute> routes = RouterAttributes.routes(body);
        return routers.view(lifecycle.addRoutes(routers.viewer(), routers.locked(id), routes));
    }

    @PUT
    @Path("routers/{id}/remove_extraroutes")
    @Mutation
    @Operation("network:routers:remove_extraroutes")
    public Map<String, Object> removeRoutes(@PathParam("id") String id, JsonNode body) {
        List<ExtraRoute> routes = RouterAttributes.routes(body);
        return routers.view(lifecycle.removeRoutes(routers.viewer(), routers.locked(id), routes));
    }
}
