package io.oblako.identity.api;

import io.oblako.identity.domain.access.Sphere;
import io.oblako.identity.domain.token.FederatedTokens;
import io.oblako.identity.domain.token.FederatedTokens.Subject;
import io.oblako.identity.domain.token.LogIn;
import io.oblako.identity.domain.token.Refusal;
import io.oblako.identity.domain.token.ScopeWish;
import io.oblako.identity.domain.token.TokenIssuer.Issued;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OS-FEDERATION as far as it goes here: there is one identity provider, {@code keycloak}, with one protocol,
 * {@code openid}, and its access tokens are exchanged for ours.
 *
 * @see <a href="https://docs.openstack.org/api-ref/identity/v3-ext/#os-federation-api">Keystone: OS-FEDERATION</a>
 */
@Path("/v3")
@RunOnVirtualThread
public class FederationResource {

    private static final String PROVIDER = "keycloak";
    private static final String PROTOCOL = "openid";
    private static final String MAPPING = "keycloak_users";
    private static final String BEARER = "Bearer ";

    private final FederatedTokens tokens;
    private final LogIn logIn;
    private final AuthResource auth;
    private final Links links;

    FederationResource(FederatedTokens tokens, LogIn logIn, AuthResource auth, Links links) {
        this.tokens = tokens;
        this.logIn = logIn;
        this.auth = auth;
        this.links = links;
    }

    @GET
    @Path("OS-FEDERATION/identity_providers/{provider}/protocols/{protocol}/auth")
    @Operation("identity:federation:auth")
    public Response exchangeByGet(
            @PathParam("provider") String provider,
            @PathParam("protocol") String protocol,
            @Nullable @HeaderParam("Authorization") String authorization) {
        return exchange(provider, protocol, authorization);
    }

    /** An access token of Keycloak in the Authorization header becomes an unscoped token of ours. */
    @POST
    @Path("OS-FEDERATION/identity_providers/{provider}/protocols/{protocol}/auth")
    @Operation("identity:federation:auth")
    public Response exchange(
            @PathParam("provider") String provider,
            @PathParam("protocol") String protocol,
            @Nullable @HeaderParam("Authorization") String authorization) {
        requireKnown(provider, protocol);
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Refusal.refused();
        }
        Subject subject =
                tokens.subject(authorization.substring(BEARER.length()).strip()).orElseThrow(Refusal::refused);
        Issued issued = logIn.logInFederated(subject, new ScopeWish.Unscoped());
        return auth.answer(issued, false);
    }

    private static void requireKnown(String provider, String protocol) {
        requireProvider(provider);
        if (!protocol.equals(PROTOCOL)) {
            throw Sphere.absent("federated protocol", protocol);
        }
    }

    private static void requireProvider(String provider) {
        if (!provider.equals(PROVIDER)) {
            throw Sphere.absent("identity provider", provider);
        }
    }

    @GET
    @Path("OS-FEDERATION/projects")
    @Operation("identity:federation:projects")
    public Map<String, Object> projects(@Context UriInfo uri) {
        return auth.projects(uri);
    }

    @GET
    @Path("OS-FEDERATION/domains")
    @Operation("identity:federation:domains")
    public Map<String, Object> domains(@Context UriInfo uri) {
        return auth.domains(uri);
    }

    @GET
    @Path("OS-FEDERATION/identity_providers")
    @Operation("identity:federation:providers")
    public Map<String, Object> providers(@Context UriInfo uri) {
        return links.list(
                "identity_providers", "/OS-FEDERATION/identity_providers", uri, List.of(PROVIDER), id -> provider());
    }

    @GET
    @Path("OS-FEDERATION/identity_providers/{provider}")
    @Operation("identity:federation:provider")
    public Map<String, Object> provider(@PathParam("provider") String provider) {
        requireProvider(provider);
        return Map.of("identity_provider", provider());
    }

    private Map<String, Object> provider() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", PROVIDER);
        view.put("domain_id", "default");
        view.put("enabled", true);
        view.put("description", "The log-in server of this cloud");
        view.put("remote_ids", List.of());
        view.put("authorization_ttl", null);
        view.put("links", links.self("/OS-FEDERATION/identity_providers/" + PROVIDER));
        return view;
    }

    @GET
    @Path("OS-FEDERATION/identity_providers/{provider}/protocols")
    @Operation("identity:federation:protocols")
    public Map<String, Object> protocols(@PathParam("provider") String provider, @Context UriInfo uri) {
        requireProvider(provider);
        return links.list(
                "protocols",
                "/OS-FEDERATION/identity_providers/" + PROVIDER + "/protocols",
                uri,
                List.of(PROTOCOL),
                id -> protocol());
    }

    @GET
    @Path("OS-FEDERATION/identity_providers/{provider}/protocols/{protocol}")
    @Operation("identity:federation:protocol")
    public Map<String, Object> protocol(
            @PathParam("provider") String provider, @PathParam("protocol") String protocol) {
        requireKnown(provider, protocol);
        return Map.of("protocol", protocol());
    }

    private Map<String, Object> protocol() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", PROTOCOL);
        view.put("mapping_id", MAPPING);
        view.put("links", links.self("/OS-FEDERATION/identity_providers/" + PROVIDER + "/protocols/" + PROTOCOL));
        return view;
    }

    @GET
    @Path("OS-FEDERATION/mappings")
    @Operation("identity:federation:mappings")
    public Map<String, Object> mappings(@Context UriInfo uri) {
        return links.list("mappings", "/OS-FEDERATION/mappings", uri, List.of(MAPPING), id -> mapping());
    }

    @GET
    @Path("OS-FEDERATION/mappings/{mapping}")
    @Operation("identity:federation:mapping")
    public Map<String, Object> mapping(@PathParam("mapping") String mapping) {
        if (!mapping.equals(MAPPING)) {
            throw Sphere.absent("mapping", mapping);
        }
        return Map.of("mapping", mapping());
    }

    /** The subject of the access token is the user: there is nothing to map. */
    private Map<String, Object> mapping() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", MAPPING);
        view.put(
                "rules",
                List.of(Map.of(
                        "local", List.of(Map.of("user", Map.of("id", "{0}", "type", "local"))),
                        "remote", List.of(Map.of("type", "sub")))));
        view.put("links", links.self("/OS-FEDERATION/mappings/" + MAPPING));
        return view;
    }
}
