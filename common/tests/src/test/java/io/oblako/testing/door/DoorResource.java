package io.oblako.testing.door;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.page.Sort;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.token.Caller;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.config.ServiceName;
import io.oblako.web.fault.FaultFormat;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.page.Paging;
import io.oblako.web.policy.Operation;
import io.oblako.web.request.CurrentRequest;
import io.oblako.web.version.Microversion;
import io.oblako.web.version.Microversions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The smallest service: only what common/web makes of it is of interest. */
@Path("/v1")
@RunOnVirtualThread
public class DoorResource {

    private static final Paging PAGING =
            new Paging(Set.of("name", "created_at"), List.of(new Sort("created_at", false)), 50, 1000);

    private static final Logger LOG = Logger.getLogger(DoorResource.class);

    private final CurrentCaller caller;
    private final CurrentRequest request;
    private final DataSource database;

    DoorResource(CurrentCaller caller, CurrentRequest request, DataSource database) {
        this.caller = caller;
        this.request = request;
        this.database = database;
    }

    /** What makes it a service. */
    @Singleton
    static class Identity {

        @Produces
        @Singleton
        static ServiceName name() {
            return new ServiceName("door", "compute");
        }

        @Produces
        @Singleton
        static Microversions versions() {
            return new Microversions(
                    "compute", "X-OpenStack-Nova-API-Version", new Microversion(2, 1), new Microversion(2, 93));
        }

        @Produces
        @Singleton
        static FaultFormat faults() {
            return (kind, code, message, requestId) -> Response.status(kind.status())
                    .type("application/json")
                    .entity(Map.of("fault", Map.of("code", kind.status(), "word", code, "message", message)))
                    .build();
        }
    }

    public record Listing(int limit, String marker, List<Sort> sort, String next) {}

    @GET
    @Path("/things")
    @Operation("door:things:list")
    public Listing list(@Context UriInfo uri) {
        PageRequest page = PAGING.read(uri.getQueryParameters());
        return new Listing(
                page.limit(),
                page.marker(),
                page.sort(),
                Paging.next("http://cloud/v1/things", uri.getQueryParameters(), "last id"));
    }

    @GET
    @Path("/things/{id}")
    @Operation("door:things:show")
    public Map<String, String> show(@PathParam("id") UUID id) {
        return Map.of("id", id.toString(), "version", String.valueOf(request.microversion()));
    }

    @POST
    @Path("/things")
    @Mutation
    @Operation("door:things:create")
    public Response create(JsonNode body) {
        String name = body.path("name").asText();
        insert("effect", name);
        if (body.has("strict")) {
            insert("strict_effect", name);
        }
        if (body.has("fail")) {
            throw CloudException.conflict("refused after the row was written");
        }
        String id = UUID.randomUUID().toString();
        return Response.status(201)
                .header("Location", "http://cloud/v1/things/" + id)
                .entity(Map.of("id", id))
                .build();
    }

    @POST
    @Path("/raw")
    @Mutation
    @Operation("door:raw:create")
    public Response raw(byte[] body, @Context UriInfo uri) {
        return Response.status(202)
                .type("application/json")
                .entity("{\"bytes\":" + body.length + ",\"at\":\"" + UUID.randomUUID() + "\"}")
                .build();
    }

    @POST
    @Path("/secrets")
    @Mutation(secretAnswer = {"thing.password", "token", "nowhere.at.all"})
    @Operation("door:secrets:create")
    public Response secret(JsonNode body) {
        insert("effect", body.path("name").asText());
        return Response.status(201)
                .entity(Map.of(
                        "thing",
                                Map.of(
                                        "id", UUID.randomUUID().toString(),
                                        "password", UUID.randomUUID().toString()),
                        "token", UUID.randomUUID().toString()))
                .build();
    }

    @DELETE
    @Path("/things/{id}")
    @Mutation
    @Operation("door:things:delete")
    public Response delete(@PathParam("id") UUID id) {
        insert("effect", "deleted " + id);
        return Response.noContent().build();
    }

    @GET
    @Path("/whoami")
    @Operation("door:whoami")
    public Map<String, String> whoami() {
        Caller who = caller.get();
        return Map.of(
                "user",
                who.user().value(),
                "project",
                who.project().map(Object::toString).orElse("-"),
                "roles",
                new TreeSet<>(who.roles()).toString());
    }

    /** What a careless line of a service would say of somebody who has just shown a password. */
    public record Shown(String user, Secret password) {}

    @GET
    @Path("/logged")
    @Operation("door:logged")
    public Map<String, String> logged(@QueryParam("password") String password) {
        Secret secret = Secret.of(password);
        LOG.infof("Somebody showed %s, that is %s", secret, new Shown("anna", secret));
        LOG.errorf(new IllegalStateException("no such password: " + secret), "It was \"refused\":%n%s", secret);
        return Map.of("request", request.requestId());
    }

    @GET
    @Path("/public")
    @Operation("door:public")
    public Map<String, Boolean> open() {
        return Map.of("known", request.caller().isPresent());
    }

    @GET
    @Path("/unlisted")
    @Operation("door:unlisted")
    public String unlisted() {
        return "never";
    }

    @GET
    @Path("/unnamed")
    public String unnamed() {
        return "never";
    }

    @GET
    @Path("/nodes")
    @Operation("door:nodes:report")
    public String nodes() {
        return "\"ok\"";
    }

    @GET
    @Path("/broken")
    @Operation("door:broken")
    public String broken(@QueryParam("how") String how) {
        throw switch (how) {
            case "database" -> new IllegalStateException("x", new SQLException("password=hunter2 host=db1", "08006"));
            case "pool" -> new IllegalStateException("x", new SQLException("no connection"));
            case "text" -> new IllegalStateException("x", new SQLException("invalid byte 0x00", "22021"));
            case "syntax" -> new IllegalStateException("x", new SQLException("select from secret_table", "42601"));
            case "unsupported" -> new CloudException(CommonError.NOT_IMPLEMENTED, "This cloud has no such thing.");
            case "away" ->
                new CloudException(
                        CommonError.UNAVAILABLE,
                        "The dependency does not answer: try again later.",
                        new IllegalStateException("x", new SQLException("connection refused by depend1")));
            case "unique" -> new IllegalStateException("x", new SQLException("Key (name)=(x) exists", "23505"));
            default -> new IllegalStateException("/etc/secret in io.oblako.Secret");
        };
    }

    private void insert(String table, String name) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into " + table + " (name) values (?)")) {
            insert.setString(1, name);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the effect could not be written", e);
        }
    }
}
