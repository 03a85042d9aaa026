package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.ComputeError.ZONE_NOT_FOUND;

import io.oblako.compute.domain.image.BootImages;
import io.oblako.compute.domain.network.ChooseNics;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.quota.Claim;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.token.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks for one or several servers. */
public final class CreateServers {

    private final Known known;
    private final GuestSecretsBox secrets;
    private final FleetView fleet;
    private final Quotas quotas;
    private final Commit commit;
    private final Source source;

    /** What a new server is written with. */
    public record Commit(ServerChanges changes, InstanceActions actions, ComputeSagas sagas) {}

    /** What is known of the things of other services that a server needs. */
    public record Known(BootImages images, ChooseNics nics) {}

    /** Time and new random ids. */
    public record Source(Clock clock, Supplier<UUID> ids) {}

    public CreateServers(
            Known known, GuestSecretsBox secrets, FleetView fleet, Quotas quotas, Commit commit, Source source) {
        this.known = known;
        this.secrets = secrets;
        this.fleet = fleet;
        this.quotas = quotas;
        this.commit = commit;
        this.source = source;
    }

    /**
     * Checks the image, the zone, the networks and the quota, and commits the servers in BUILD; what follows is the boot saga's.
     *
     * @return in order of their launch index; all have the same {@code reservationId}
     * @throws CloudException IMAGE_NOT_USABLE, FLAVOR_TOO_SMALL, ZONE_NOT_FOUND, OVER_QUOTA, what {@link ChooseNics} refuses,
     *     or NOT_ALLOWED when somebody who is no administrator forces a host
     */
    public List<Server> create(Caller caller, ServerRequest request) {
        ProjectId project = caller.project()
                .orElseThrow(
                        () -> CloudException.forbidden("Servers are made in a project: use a project-scoped token."));
        Where where = where(caller, request);
        BootImage image = known.images().find(caller, request.image(), request.flavor());
        List<Nic> nics = known.nics().choose(project, request.networks(), request.securityGroups(), request.most());
        List<UUID> ids = Stream.generate(source.ids()).limit(request.most()).toList();
        Claim each = new Claim(request.flavor().vcpus(), request.flavor().ramMib());
        int granted = quotas.reserve(project, ids, each, request.least());
        String reservation = "r-" + source.ids().get().toString().substring(0, 8);
        List<Server> servers = new ArrayList<>();
        for (int index = 0; index < granted; index++) {
            Drawn drawn = new Drawn(
                    ids.get(index), index, index == 0 ? nics : known.nics().again(nics));
            servers.add(server(caller, project, request, where, image, reservation, drawn));
        }
        commit.changes().add(servers);
        servers.forEach(server -> begin(caller, server));
        return servers;
    }

    private void begin(Caller caller, Server server) {
        UUID work = server.state().work();
        if (work == null) {
            throw new IllegalStateException("A new server is worked on");
        }
        Instant now = server.times().created();
        var event = new InstanceAction.Event(Actions.CREATE_EVENT, now, null, null, null, null, null);
        commit.actions()
                .begin(new InstanceAction(
                        server.id(),
                        RequestContext.current().requestId(),
                        Actions.CREATE,
                        server.project(),
                        caller.user(),
                        now,
                        null,
                        now,
                        null,
                        List.of(event)));
        commit.sagas().boot(server, work);
    }

    private Server server(
            Caller caller,
            ProjectId project,
            ServerRequest request,
            Where where,
            BootImage image,
            String reservation,
            Drawn drawn) {
        UUID id = drawn.id();
        int index = drawn.index();
        String name = request.most() > 1 ? request.name() + "-" + (index + 1) : request.name();
        String wanted = request.hostname();
        String hostname =
                wanted == null ? Hostnames.of(name, id) : request.most() > 1 ? wanted + "-" + (index + 1) : wanted;
        Instant now = source.clock().instant();
        return new Server(
                id,
                project,
                caller.user(),
                new Server.Details(
                        name,
                        request.description(),
                        hostname,
                        request.metadata(),
                        request.tags(),
                        request.accessIpV4(),
                        request.accessIpV6(),
                        diskAuto(request, image)),
                new Server.Machine(
                        request.flavor(),
                        null,
                        image,
                        request.key(),
                        request.configDrive(),
                        secrets.seal(id, request.adminPassword(), request.userDataBase64(), request.key()),
                        reservation,
                        index,
                        drawn.nics()),
                new Server.State(
                        VmState.BUILDING, TaskState.SCHEDULING, source.ids().get(), PowerState.NOSTATE, 0, null, null),
                new Server.Placement(where.zone(), where.host(), null, null, 0),
                Server.Counters.NONE,
                new Server.Times(now, now, null, null),
                1);
    }

    private static boolean diskAuto(ServerRequest request, BootImage image) {
        Boolean asked = request.diskAuto();
        return asked == null ? "true".equalsIgnoreCase(image.properties().get("auto_disk_config")) : asked;
    }

    /** What differs between the servers of one request. */
    private record Drawn(UUID id, int index, List<Nic> nics) {}

    private record Where(@Nullable String zone, @Nullable String host) {}

    /** Nova's {@code zone}, {@code zone:host} and {@code zone:host:node}; a host is for administrators (CMP-09). */
    private Where where(Caller caller, ServerRequest request) {
        String[] parts = request.zone() == null ? new String[0] : request.zone().split(":", -1);
        if (parts.length > 3) {
            throw new CloudException(
                    ZONE_NOT_FOUND, "An availability zone is given as zone, zone:host or zone:host:node");
        }
        String zone = parts.length > 0 && !parts[0].isEmpty() ? parts[0] : null;
        String host = request.forcedHost();
        for (int i = 1; i < parts.length; i++) {
            host = parts[i].isEmpty() ? host : parts[i];
        }
        if (host != null && !caller.isAdmin()) {
            throw new CloudException(
                    CommonError.NOT_ALLOWED,
                    "Only administrators may choose the host: name an availability zone alone.");
        }
        if (zone != null && host == null && !fleet.hasZone(zone)) {
            throw new CloudException(ZONE_NOT_FOUND, "The requested availability zone is not available");
        }
        return new Where(host == null ? zone : null, host);
    }
}
