package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.server.FindServer.visible;

import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.DesiredGuests;
import io.oblako.compute.domain.quota.Claim;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.schedule.Need;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.token.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes orders: decides them, records them, and begins their work. */
public final class OrderServer implements ServerOperations {

    private final ServerChanges changes;
    private final InstanceActions actions;
    private final ComputeSagas sagas;
    private final Quotas quotas;
    private final Places places;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /** Where servers are, for orders that are done without a saga. */
    public record Places(Allocations allocations, DesiredGuests desired) {}

    /** @param ids new random ids */
    public OrderServer(
            ServerChanges changes,
            InstanceActions actions,
            ComputeSagas sagas,
            Quotas quotas,
            Places places,
            Clock clock,
            Supplier<UUID> ids) {
        this.changes = changes;
        this.actions = actions;
        this.sagas = sagas;
        this.quotas = quotas;
        this.places = places;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Server request(Caller caller, UUID id, ServerOrder order) {
        UUID work = ids.get();
        Instant now = clock.instant();
        Decided decided = new Decided();
        Server after = changes.change(id, server -> {
            if (!visible(caller, server)) {
                throw FindServer.notFound(id);
            }
            Decision decision = Lifecycle.decide(server, order, work, caller.isAdmin(), now);
            decided.before = server;
            decided.decision = decision;
            return decision.server();
        });
        if (decided.before == null || decided.decision == null) {
            throw new IllegalStateException("An order was committed without having been decided");
        }
        switch (decided.decision) {
            case Decision.Settled _ -> {
                // The wish is already true.
            }
            case Decision.Changed _ -> {
                record(caller, after, order, now);
                settle(after, order);
                actions.end(
                        id,
                        RequestContext.current().requestId(),
                        now,
                        after.placement().node(),
                        null);
            }
            case Decision.Begun begun -> begin(caller, decided.before, after, order, work, begun.overrides(), now);
        }
        return after;
    }

    private void begin(
            Caller caller, Server before, Server after, ServerOrder order, UUID work, boolean overrides, Instant now) {
        record(caller, after, order, now);
        if (order instanceof ServerOrder.Resize resize) {
            Claim larger = new Claim(
                    Math.max(resize.flavor().vcpus(), before.flavor().vcpus()),
                    Math.max(resize.flavor().ramMib(), before.flavor().ramMib()));
            quotas.change(before.project(), before.id(), larger);
        }
        if (overrides) {
            sagas.turnBack(before.id(), "Overridden by %s.".formatted(Actions.word(order)));
        }
        if (!sagas.begin(before, order, work, caller.user().value())) {
            places.desired().publish(after);
            actions.end(
                    before.id(),
                    RequestContext.current().requestId(),
                    now,
                    after.placement().node(),
                    null);
        }
    }

    /** The claim of a confirmed resize becomes that of its flavor alone. */
    private void settle(Server after, ServerOrder order) {
        String node = after.placement().node();
        if (order instanceof ServerOrder.ConfirmResize && node != null) {
            Need need = Need.of(after.flavor(), after.machine().image());
            places.allocations().resize(after.id(), node, need, Need.ENDLESS);
            quotas.change(
                    after.project(),
                    after.id(),
                    new Claim(after.flavor().vcpus(), after.flavor().ramMib()));
        }
    }

    private void record(Caller caller, Server server, ServerOrder order, Instant now) {
        String node = server.placement().node();
        var event = new InstanceAction.Event(Actions.event(order), now, null, null, null, null, node);
        actions.begin(new InstanceAction(
                server.id(),
                RequestContext.current().requestId(),
                Actions.word(order),
                server.project(),
                caller.user(),
                now,
                null,
                now,
                null,
                List.of(event)));
    }

    /** What the last run of the decision saw; it may run several times. */
    private static final class Decided {
        private @Nullable Server before;
        private @Nullable Decision decision;
    }
}
