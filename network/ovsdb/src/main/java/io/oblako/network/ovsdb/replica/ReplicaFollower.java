package io.oblako.network.ovsdb.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.schema.DatabaseSchema;
import io.oblako.network.ovsdb.wire.Monitor;
import io.oblako.network.ovsdb.wire.Session;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets a replica follow one session after another: from where it stands if the server knows that, else from the
 * start.
 */
public final class ReplicaFollower {

    private final String database;
    private final String monitorId;
    private final ReplicaSpec spec;
    private final Replica replica;
    private final Runnable onWholeLoad;
    private volatile boolean inconsistent;

    /**
     * @param monitorId unique among the followers of a session
     * @param onWholeLoad told each time when the server had to send everything
     * @param onClose told when the user closes the replica
     */
    public ReplicaFollower(
            String database,
            String monitorId,
            ReplicaSpec spec,
            Runnable onWholeLoad,
            Consumer<ReplicaFollower> onClose) {
        this.database = database;
        this.monitorId = monitorId;
        this.spec = spec;
        this.onWholeLoad = onWholeLoad;
        replica = new Replica(spec, () -> onClose.accept(this));
    }

    public Replica replica() {
        return replica;
    }

    public ReplicaSpec spec() {
        return spec;
    }

    /** Begins to follow. The session before must have ended. */
    public void follow(Session session, DatabaseSchema schema) {
        if (replica.closed()) {
            return;
        }
        String since =
                inconsistent ? ReplicaState.NO_TRANSACTION : replica.snapshot().transactionId();
        session.monitor(
                database,
                monitorId,
                spec.monitorRequests(),
                since,
                new Following(session, new ReplicaState(spec, schema)));
    }

    /** The session has ended: the replica stands still until the next one. */
    public void lost(Session session) {
        replica.lost(session);
    }

    /** Ends the monitor; the session goes on. */
    public void stop(Session session) {
        session.cancelMonitor(monitorId);
        replica.lost(session);
    }

    private final class Following implements Monitor {

        private final Session session;
        private final ReplicaState state;

        Following(Session session, ReplicaState state) {
            this.session = session;
            this.state = state;
        }

        @Override
        public void initial(JsonNode answer) {
            ReplicaState.Step step = advance(() -> state.initial(replica.snapshot(), answer));
            replica.publish(step, session);
            inconsistent = false;
            if (step.whole()) {
                onWholeLoad.run();
            }
        }

        @Override
        public void update(JsonNode params) {
            replica.publish(advance(() -> state.update(replica.snapshot(), params)), session);
        }

        @Override
        public void refused(OvsdbException cause) {
            // A schema that changed in between: the next session looks at it anew.
            session.close(cause);
        }

        /** What does not fit to our state makes the next session load everything. */
        private ReplicaState.Step advance(Supplier<ReplicaState.Step> step) {
            try {
                return step.get();
            } catch (ProtocolException e) {
                inconsistent = true;
                throw e;
            }
        }
    }
}
