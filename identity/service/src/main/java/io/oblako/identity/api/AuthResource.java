package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdentityError;
import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.ProjectFilter;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment.Kind;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.Directory;
import io.oblako.identity.domain.token.LogIn;
import io.oblako.identity.domain.token.Proof;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.identity.domain.token.TokenIssuer.Issued;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.TokenVerifier;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.oblako.web.request.CurrentRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens, and what a token can be used for. */
@Path("/v3")
@RunOnVirtualThread
public class AuthResource {

    private static final String SUBJECT = "X-Subject-Token";

    private final LogIn logIn;
    private final TokenView view;
    private final TokenVerifier verifier;
    private final Revoker revoker;
    private final Directory directory;
    private final Projects projects;
    private final Roles roles;
    private final CurrentCaller caller;
    private final CurrentRequest request;
    private final ClientAddress client;
    private final Links links;

    AuthResource(
            LogIn logIn,
            TokenView view,
            TokenVerifier verifier,
            Revoker revoker,
            Directory directory,
            Projects projects,
            Roles roles,
            CurrentCaller caller,
            CurrentRequest request,
            ClientAddress client,
            Links links) {
        this.logIn = logIn;
        this.view = view;
        this.verifier = verifier;
        this.revoker = revoker;
        this.directory = directory;
        this.projects = projects;
        this.roles = roles;
        this.caller = caller;
        this.request = request;
        this.client = client;
        this.links = links;
    }

    @POST
    @Path("auth/tokens")
    @Operation("identity:tokens:create")
    public Response create(@Nullable JsonNode body, @Context UriInfo uri) {
        AuthRequest wanted = AuthRequest.read(body);
        Issued issued = logIn(wanted);
        if (wanted.proofs().stream().noneMatch(Proof.Password.class::isInstance)) {
            // A token made from a credential or a token changes nothing: what is done with it is audited.
            request.markAudited();
        }
        return answer(issued, !uri.getQueryParameters().containsKey("nocatalog"));
    }

    private Issued logIn(AuthRequest wanted) {
        try {
            return logIn.logIn(wanted.proofs(), wanted.scope(), client.address());
        } catch (CloudException e) {
            if (e.kind() == ErrorKind.TOO_MANY_REQUESTS) {
                // Each failure before is in the audit trail, and the log says that they are kept out: a flood of
                // requests
                // that were not even looked at must not become a flood of records (security row ID-14).
                request.markAudited();
            }
            throw e;
        }
    }

    Response answer(Issued issued, boolean withCatalog) {
        return Response.status(Response.Status.CREATED)
                .header(SUBJECT, issued.token())
                .header("Vary", "X-Auth-Token")
                .entity(view.of(issued.caller(), withCatalog))
                .build();
    }

    @GET
    @Path("auth/tokens")
    @Operation("identity:tokens:show")
    public Response show(@Nullable @HeaderParam(SUBJECT) String subject, @Context UriInfo uri) {
        Caller described = subject(subject);
        return Response.ok(view.of(described, !uri.getQueryParameters().containsKey("nocatalog")))
                .header(SUBJECT, subject)
                .header("Vary", "X-Auth-Token")
                .build();
    }

    @DELETE
    @Path("auth/tokens")
    @Mutation
    @Operation("identity:tokens:delete")
    public void delete(@Nullable @HeaderParam(SUBJECT) String subject) {
        Caller described = subject(subject);
        revoker.token(described.auditId());
        if (described.auditChainId().equals(described.auditId())) {
            // The first of a chain takes all that were made from it along (security row ID-04).
            revoker.chain(described.auditId());
        }
    }

    /** One's own token; an operator or a service may ask about any. */
    private Caller subject(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            throw CloudException.badRequest("The header X-Subject-Token is missing.");
        }
        Caller described = verifier.find(token)
                .orElseThrow(() -> new CloudException(IdentityError.TOKEN_NOT_FOUND, "Failed to validate token"));
        Caller asking = caller.get();
        if (!asking.user().equals(described.user()) && !new Sphere(asking).seesAll()) {
            throw Sphere.denied();
        }
        return described;
    }

    @GET
    @Path("auth/catalog")
    @Operation("identity:catalog:show")
    public Map<String, Object> catalog() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("catalog", TokenView.catalog(directory.current()));
        Map<String, Object> self = links.self("/auth/catalog");
        self.put("next", null);
        self.put("previous", null);
        document.put("links", self);
        return document;
    }

    @GET
    @Path("auth/projects")
    @Operation("identity:auth:projects")
    public Map<String, Object> projects(@Context UriInfo uri) {
        Set<String> ids = roles.targetsOf(caller.get().user().value(), Kind.PROJECT);
        return links.list("projects", "/auth/projects", uri, enabled(ids, false), p -> ProjectViews.project(p, links));
    }

    @GET
    @Path("auth/domains")
    @Operation("identity:auth:domains")
    public Map<String, Object> domains(@Context UriInfo uri) {
        Set<String> ids = roles.targetsOf(caller.get().user().value(), Kind.DOMAIN);
        return links.list("domains", "/auth/domains", uri, enabled(ids, true), p -> ProjectViews.domain(p, links));
    }

    private List<Project> enabled(Set<String> ids, boolean domains) {
        return projects.list(ProjectFilter.among(ids, domains)).stream()
                .filter(Project::enabled)
                .toList();
    }

    @GET
    @Path("auth/system")
    @Operation("identity:auth:system")
    public Map<String, Object> system() {
        boolean any = !roles.targetsOf(caller.get().user().value(), Kind.SYSTEM).isEmpty();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("system", any ? List.of(Map.of("all", true)) : List.of());
        document.put("links", links.self("/auth/system"));
        return document;
    }
}
