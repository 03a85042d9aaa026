package io.oblako.compute.domain.server;

import io.oblako.compute.contracts.GuestSpec.GuestSecrets;
import io.oblako.compute.domain.image.BootImages;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.token.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the root disk of a server anew from an image; its identity and its place stay. */
public final class RebuildServer {

    private final FindServer find;
    private final BootImages images;
    private final GuestSecretsBox secrets;
    private final FleetView fleet;
    private final ServerOperations operations;

    public RebuildServer(
            FindServer find, BootImages images, GuestSecretsBox secrets, FleetView fleet, ServerOperations operations) {
        this.find = find;
        this.images = images;
        this.secrets = secrets;
        this.fleet = fleet;
        this.operations = operations;
    }

    /**
     * Allowed when active, stopped or in error. The filters of the scheduler that depend on the image are run again for
     * the host the server is on (security row CMP-09): the host stays.
     *
     * @throws CloudException also IMAGE_NOT_USABLE and FLAVOR_TOO_SMALL, and NO_VALID_HOST when the image needs another
     *     kind of host
     */
    public Server rebuild(Caller caller, UUID id, RebuildRequest request) {
        Server server = find.find(caller, id);
        BootImage image = images.find(caller, request.image(), server.flavor());
        fleet.requireFit(server, image);
        Change<ServerRequest.Key> keyChange = request.key();
        ServerRequest.Key key = keyChange == null ? server.machine().key() : keyChange.to();
        String sealed = secrets.seal(id, request.adminPassword(), userData(server, request), key);
        return operations.request(
                caller, id, new ServerOrder.Rebuild(details(server.details(), request), image, key, sealed));
    }

    private @Nullable Secret userData(Server server, RebuildRequest request) {
        Change<Secret> change = request.userDataBase64();
        if (change != null) {
            return change.to();
        }
        GuestSecrets before = secrets.open(server.id(), server.machine().sealedSecrets());
        return before.userDataBase64() == null ? null : Secret.of(before.userDataBase64());
    }

    private static Server.Details details(Server.Details before, RebuildRequest request) {
        Server.Details details = before;
        if (request.name() != null) {
            details = details.withName(request.name());
        }
        if (request.description() != null) {
            details = details.withDescription(request.description().to());
        }
        if (request.hostname() != null) {
            details = details.withHostname(request.hostname());
        }
        if (request.metadata() != null) {
            details = details.withMetadata(request.metadata());
        }
        if (request.diskAuto() != null) {
            details = details.withDiskAuto(request.diskAuto());
        }
        return details.withAccess(
                request.accessIpV4() == null
                        ? details.accessIpV4()
                        : request.accessIpV4().to(),
                request.accessIpV6() == null
                        ? details.accessIpV6()
                        : request.accessIpV6().to());
    }
}
