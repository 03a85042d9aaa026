package io.oblako.compute.api.keypair;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.keypair.Keypair;
import io.oblako.compute.domain.keypair.Keypairs;
import io.oblako.compute.domain.keypair.NewKey;
import io.oblako.compute.domain.keypair.PublicKeys;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.token.Caller;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.page.Paging;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Key pairs. They belong to users; administrators may name another user since 2.10.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#keypairs-keypairs">Compute API: keypairs</a>
 */
@Path("/v2.1/os-keypairs")
@RunOnVirtualThread
public class KeypairsResource {

    private static final int MAXIMUM = 1000;
    private static final Paging PAGING = new Paging(Set.of(), List.of(), MAXIMUM, MAXIMUM);
    private static final int TYPES_SINCE = 2;
    private static final int USERS_SINCE = 10;
    private static final int PAGES_SINCE = 35;

    private final NovaRequest request;
    private final Keypairs keypairs;
    private final Quotas quotas;
    private final Links links;
    private final Clock clock;

    KeypairsResource(NovaRequest request, Keypairs keypairs, Quotas quotas, Links links, Clock clock) {
        this.request = request;
        this.keypairs = keypairs;
        this.quotas = quotas;
        this.links = links;
        this.clock = clock;
    }

    @GET
    @Operation("compute:keypairs:list")
    public Response list() {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, Set.of("user_id", "limit", "marker"));
        UserId user = owner(request.query().getFirst("user_id"));
        PageRequest asked =
                request.since(PAGES_SINCE) ? PAGING.read(request.query()) : new PageRequest(MAXIMUM, null, List.of());
        String marker = asked.marker();
        if (marker != null && keypairs.find(user, marker).isEmpty()) {
            throw CloudException.badRequest("marker [%s] not found".formatted(shown(marker)));
        }
        Page<Keypair> page = Page.ofOneMore(keypairs.list(user, marker, asked.limit() + 1), asked.limit());
        return JsonOut.document(out -> {
                    out.objects(
                            "keypairs",
                            page.rows(),
                            (item, keypair) -> item.object("keypair", key -> brief(key, keypair)));
                    if (page.more() && request.since(PAGES_SINCE)) {
                        String last = page.rows().getLast().name();
                        Links.next(
                                out,
                                "keypairs",
                                Paging.next(links.versioned() + "/os-keypairs", request.query(), last));
                    }
                })
                .ok();
    }

    @GET
    @Path("{name}")
    @Operation("compute:keypairs:show")
    public Response show(@PathParam("name") String name) {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, Set.of("user_id"));
        UserId user = owner(request.query().getFirst("user_id"));
        Keypair found = keypairs.find(user, name).orElseThrow(() -> notFound(user, name));
        return JsonOut.document(out -> out.object("keypair", key -> {
                    brief(key, found);
                    key.text("user_id", found.user().value())
                            .number("id", found.number())
                            .text("created_at", Stamps.micros(found.createdAt()))
                            .bool("deleted", false)
                            .nothing("deleted_at")
                            .nothing("updated_at");
                }))
                .ok();
    }

    @POST
    @Operation("compute:keypairs:create")
    @Mutation(secretAnswer = "keypair.private_key")
    public Response create(byte[] bytes) {
        Body body = request.body(bytes, KeypairSchemas.CREATE).at("keypair");
        Caller caller = request.caller();
        UserId user = owner(body.textOrNull("user_id"));
        boolean x509 = body.text("type").filter("x509"::equals).isPresent();
        Keypair.Kind kind = x509 ? Keypair.Kind.X509 : Keypair.Kind.SSH;
        String brought = body.textOrNull("public_key");
        NewKey made = brought != null ? null : x509 ? NewKey.x509(caller.userName(), clock.instant()) : NewKey.ssh();
        String publicKey = made == null ? String.valueOf(brought) : made.publicText();
        String fingerprint = PublicKeys.fingerprint(kind, publicKey);
        Keypair added =
                keypairs.add(new Keypair(0, user, body.needed("name"), kind, publicKey, fingerprint, clock.instant()));
        quotas.reserveKeypair(request.project(), user);
        return JsonOut.document(out -> out.object("keypair", key -> {
                    brief(key, added);
                    key.text("user_id", added.user().value());
                    if (made != null) {
                        key.text("private_key", made.privateText().reveal());
                    }
                }))
                .status(request.since(TYPES_SINCE) ? 201 : 200);
    }

    @DELETE
    @Path("{name}")
    @Operation("compute:keypairs:delete")
    @Mutation
    public Response delete(@PathParam("name") String name) {
        UserId user = owner(request.query().getFirst("user_id"));
        if (!keypairs.remove(user, name)) {
            throw notFound(user, name);
        }
        quotas.releaseKeypair(user);
        return Response.status(request.since(TYPES_SINCE) ? 204 : 202).build();
    }

    private void brief(JsonOut out, Keypair keypair) {
        out.text("name", keypair.name())
                .text("public_key", keypair.publicKey())
                .text("fingerprint", keypair.fingerprint());
        if (request.since(TYPES_SINCE)) {
            out.text("type", keypair.kind().word());
        }
    }

    /** Whose key pairs are meant: the caller's own, or those of the user that an administrator names. */
    private UserId owner(@Nullable String named) {
        Caller caller = request.caller();
        if (named == null
                || !request.since(USERS_SINCE)
                || named.equals(caller.user().value())) {
            return caller.user();
        }
        if (!caller.isAdmin()) {
            throw CloudException.forbidden(
                    "Policy doesn't allow os_compute_api:os-keypairs for another user to be performed.");
        }
        if (!named.matches("[A-Za-z0-9_-]{1,64}")) {
            throw CloudException.badRequest("user_id is not the id of a user");
        }
        return UserId.of(named);
    }

    private static CloudException notFound(UserId user, String name) {
        return CloudException.notFound("Keypair %s not found for user %s".formatted(shown(name), user));
    }

    private static String shown(String name) {
        return name.length() > 64 ? name.substring(0, 64) + '…' : name;
    }
}
