package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.ComputeError.SERVER_LOCKED;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.token.Caller;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Changes what a tenant says about a server; allowed in every state, not for locked ones. Limits of size are the API's. */
public final class UpdateServer {

    private final FindServer find;
    private final ServerChanges changes;
    private final Clock clock;

    public UpdateServer(FindServer find, ServerChanges changes, Clock clock) {
        this.find = find;
        this.changes = changes;
        this.clock = clock;
    }

    public Server update(Caller caller, UUID id, ServerUpdate update) {
        return change(caller, id, details -> {
            Server.Details changed = details;
            if (update.name() != null) {
                changed = changed.withName(update.name());
            }
            if (update.description() != null) {
                changed = changed.withDescription(update.description().to());
            }
            if (update.hostname() != null) {
                changed = changed.withHostname(update.hostname());
            }
            if (update.diskAuto() != null) {
                changed = changed.withDiskAuto(update.diskAuto());
            }
            return changed.withAccess(
                    update.accessIpV4() == null
                            ? changed.accessIpV4()
                            : update.accessIpV4().to(),
                    update.accessIpV6() == null
                            ? changed.accessIpV6()
                            : update.accessIpV6().to());
        });
    }

    /** @param edit from all metadata before to all metadata after; may throw a CloudException and may run twice */
    public Server metadata(Caller caller, UUID id, UnaryOperator<Map<String, String>> edit) {
        return change(caller, id, details -> details.withMetadata(edit.apply(details.metadata())));
    }

    /** @param edit from all tags before to all tags after; may throw a CloudException and may run twice */
    public Server tags(Caller caller, UUID id, UnaryOperator<Set<String>> edit) {
        return change(caller, id, details -> details.withTags(edit.apply(details.tags())));
    }

    private Server change(Caller caller, UUID id, UnaryOperator<Server.Details> edit) {
        find.find(caller, id);
        return changes.change(id, server -> {
            if (server.deleted()) {
                throw FindServer.notFound(id);
            }
            if (server.locked() && !caller.isAdmin()) {
                throw new CloudException(SERVER_LOCKED, "Instance %s is locked".formatted(id));
            }
            Server.Details details = edit.apply(server.details());
            return details.equals(server.details())
                    ? server
                    : server.edit(clock.instant(), edited -> edited.details = details);
        });
    }
}
