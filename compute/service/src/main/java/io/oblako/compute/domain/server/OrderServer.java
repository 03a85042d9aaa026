package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.server.FindServer.visible;

import io.oblako.compute.domain.node.DesiredGuests;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.kernel.id.UserId;
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
    private final FlavorClaims claims;
    private final DesiredGuests desired;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /** @param ids new random ids */
    public OrderServer(
            ServerChanges changes,
            InstanceActions actions,
            ComputeSagas sagas,
            FlavorClaims claims,
            DesiredGuests desired,
            Clock clock,
            Supplier<UUID> ids) {
        this.changes = changes;
        this.actions = actions;
        this.sagas = sagas;
        this.claims = claims;
        this.desired = desired;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * In whose name an order is given.
     *
     * @param caller absent for the cloud itself
     */
    private record Asker(@Nullable Caller caller) {

        boolean sees(Server server) {
            return caller == null || visible(caller, server);
        }

        boolean admin() {
            return caller == null || caller.isAdmin();
        }

        UserId user(Server server) {
            return caller == null ? server.user() : caller.user();
        }
    }

    @Override
    public Server request(Caller caller, UUID id, ServerOrder order) {
        return request(new Asker(caller), id, order);
    }

    @Override
    public Server requestItself(UUID id, ServerOrder order) {
        return request(new Asker(null), id, order);
    }

    private Server request(Asker asker, UUID id, ServerOrder order) {
        UUID work = ids.get();
        Instant now = clock.instant();
        Decided decided = new Decided();
        Server after = changes.change(id, server -> {
            if (!asker.sees(server)) {
                throw FindServer.notFound(id);
            }
            Decision decision = Lifecycle.decide(server, order, work, asker.admin(), now);
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
                record(asker, after, order, now);
                if (order instanceof ServerOrder.ConfirmResize) {
                    claims.only(after, after.flavor());
                }
                actions.end(
                        id,
                        RequestContext.current().requestId(),
                        now,
                        after.placement().node(),
                        null);
            }
            case Decision.Begun begun -> begin(asker, decided.before, after, order, work, begun.overrides(), now);
        }
        return after;
    }

    private void begin(
            Asker asker, Server before, Server after, ServerOrder order, UUID work, boolean overrides, Instant now) {
        record(asker, after, order, now);
        if (order instanceof ServerOrder.Resize resize) {
            claims.reserveLarger(before, resize.flavor());
        }
        if (overrides) {
            sagas.turnBack(before.id(), "Overridden by %s.".formatted(Actions.word(order)));
        }
        if (!sagas.begin(before, order, work, asker.user(before).value())) {
            desired.publish(after);
            actions.end(
                    before.id(),
                    RequestContext.current().requestId(),
                    now,
                    after.placement().node(),
                    null);
        }
    }

    private void record(Asker asker, Server server, ServerOrder order, Instant now) {
        String node = server.placement().node();
        var event = new InstanceAction.Event(Actions.event(order), now, null, null, null, null, node);
        actions.begin(new InstanceAction(
                server.id(),
                RequestContext.current().requestId(),
                Actions.word(order),
                server.project(),
                asker.user(server),
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
