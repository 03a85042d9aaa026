package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.qos.DscpMarking;
import io.oblako.network.domain.qos.QosPolicy;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DSCP marking rules of a QoS policy: list, create, show, update, delete. */
@Path("/v2.0")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class DscpMarkingRulesResource {

    private final Endpoint<QosPolicy> policies;
    private final Endpoint<DscpMarking> rules;

    DscpMarkingRulesResource(Endpoint<QosPolicy> policies, Endpoint<DscpMarking> rules) {
        this.policies = policies;
        this.rules = rules;
    }

    private Endpoint<DscpMarking> of(String policy) {
        return rules.within("policy_id", policies.visible(policy));
    }

    @GET
    @Path("qos/policies/{policy}/dscp_marking_rules")
    @Operation("network:dscp_marking_rules:list")
    public Map<String, Object> list(@PathParam("policy") String policy, @Context UriInfo uri) {
        return of(policy).list(uri);
    }

    @POST
    @Path("qos/policies/{policy}/dscp_marking_rules")
    @Mutation
    @Operation("network:dscp_marking_rules:create")
    public Response create(@PathParam("policy") String policy, JsonNode body) {
        return of(policy).create(body);
    }

    @GET
    @Path("qos/policies/{policy}/dscp_marking_rules/{id}")
    @Operation("network:dscp_marking_rules:show")
    public Map<String, Object> show(
            @PathParam("policy") String policy, @PathParam("id") String id, @Context UriInfo uri) {
        return of(policy).show(id, uri);
    }

    @PUT
    @Path("qos/policies/{policy}/dscp_marking_rules/{id}")
    @Mutation
    @Operation("network:dscp_marking_rules:update")
    public Map<String, Object> update(
            @PathParam("policy") String policy,
            @PathParam("id") String id,
            JsonNode body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return of(policy).update(id, body, ifMatch);
    }

    @DELETE
    @Path("qos/policies/{policy}/dscp_marking_rules/{id}")
    @Mutation
    @Operation("network:dscp_marking_rules:delete")
    public void delete(
            @PathParam("policy") String policy,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        of(policy).delete(id, ifMatch);
    }
}
