package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.flavor.FlavorAccess;
import io.oblako.compute.domain.flavor.Flavors;
import io.oblako.compute.domain.keypair.Keypair;
import io.oblako.compute.domain.keypair.Keypairs;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import io.oblako.compute.domain.server.FindServer;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.token.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds what requests about servers name, with Nova's words for what is not there. */
@ApplicationScoped
class ServerLookups {

    private static final int SHOWN = 64;

    private final NovaRequest request;
    private final FindServer find;
    private final Flavors flavors;
    private final Keypairs keypairs;
    private final Quotas quotas;

    ServerLookups(NovaRequest request, FindServer find, Flavors flavors, Keypairs keypairs, Quotas quotas) {
        this.request = request;
        this.find = find;
        this.flavors = flavors;
        this.keypairs = keypairs;
        this.quotas = quotas;
    }

    /** @throws CloudException NOT_FOUND for what is no id, too: clients look names up this way first */
    static UUID id(String text) {
        try {
            return Ids.uuid(text);
        } catch (IllegalArgumentException e) {
            throw new CloudException(
                    CommonError.NOT_FOUND,
                    "Instance %s could not be found."
                            .formatted(text.length() > SHOWN ? text.substring(0, SHOWN) + '…' : text),
                    e);
        }
    }

    /** A living server that the caller may see. */
    Server server(String id) {
        return find.find(request.caller(), id(id));
    }

    /** @param reference an id, or a link that ends in one */
    Flavor flavor(String reference) {
        String id = reference.substring(reference.lastIndexOf('/') + 1);
        Caller caller = request.caller();
        return (caller.isAdmin() ? flavors.find(id) : flavors.findFor(request.project(), id))
                .orElseThrow(() ->
                        CloudException.badRequest(FlavorAccess.notFound(id).sentence()));
    }

    ServerRequest.@Nullable Key key(@Nullable String name) {
        if (name == null) {
            return null;
        }
        Keypair keypair = keypairs.find(request.caller().user(), name)
                .orElseThrow(() -> CloudException.badRequest("Invalid key_name provided."));
        return new ServerRequest.Key(keypair.name(), keypair.kind().word(), keypair.publicKey());
    }

    /** @throws CloudException OVER_QUOTA: Nova answers 403 here */
    void refuseTooMuchMetadata(Map<String, String> metadata) {
        int limit = quotas.limits(request.project()).getOrDefault(Resource.METADATA_ITEMS, Quotas.UNLIMITED);
        if (limit >= 0 && metadata.size() > limit) {
            throw new CloudException(
                    CommonError.OVER_QUOTA, "Maximum number of metadata items exceeds %d".formatted(limit));
        }
    }
}
