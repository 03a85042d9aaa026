package io.oblako.web.audit;

import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.Outbox;
import io.oblako.messaging.Topic;
import io.oblako.web.config.ServiceName;
import io.oblako.web.request.CurrentRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Writes audit records. A mutation's record commits with the mutation; the record of a request that failed or was denied
 * is written in a transaction of its own, off the request's path, through a bounded queue: a flood of denied requests
 * must not become a flood of waiting ones.
 */
@ApplicationScoped
public class Audit {

    private static final Logger LOG = Logger.getLogger(Audit.class);
    private static final int PARTITIONS = 2;
    private static final int FIRST_ERROR = 400;
    private static final int TARGET_CHARS = 512;

    private final Outbox outbox;
    private final CurrentRequest request;
    private final RoutingContext http;
    private final ServiceName service;
    private final Topic<AuditRecord> topic;
    private final AuditQueue queue;

    Audit(Outbox outbox, CurrentRequest request, RoutingContext http, ServiceName service, Transactions transactions) {
        this.outbox = outbox;
        this.request = request;
        this.http = http;
        this.service = service;
        this.topic = topic(service);
        this.queue = new AuditQueue(transactions, this::write);
    }

    public static Topic<AuditRecord> topic(ServiceName service) {
        return Topic.stream(service.name() + ".audit.v1", AuditRecord.class, PARTITIONS);
    }

    /** Records the mutation of this request in its transaction. */
    public void inTransaction(int status) {
        if (status < FIRST_ERROR) {
            outbox.add(topic, request.requestId(), record(status));
            request.markAudited();
        }
    }

    /** Records a request that has no transaction (any more): denied, failed, or a mutation outside of one. */
    void afterwards(int status) {
        if (!queue.offer(record(status))) {
            LOG.errorf("An audit record was dropped: %s %d", request.operation(), status);
        }
    }

    void start() {
        queue.start();
    }

    void stop() {
        queue.stop();
    }

    private void write(AuditRecord record) {
        new RequestContext(record.requestId(), record.initiatorProject(), record.initiatorUser())
                .run(() -> outbox.add(topic, record.requestId(), record));
    }

    private AuditRecord record(int status) {
        Caller caller = request.caller().orElse(null);
        String path = request.path();
        var peer = http.request().remoteAddress();
        return new AuditRecord(
                UUID.randomUUID().toString(),
                Instant.now(),
                service.name(),
                request.operation(),
                outcome(status),
                status,
                request.method(),
                path.length() > TARGET_CHARS ? path.substring(0, TARGET_CHARS) : path,
                caller == null ? null : caller.user().value(),
                caller == null ? null : caller.project().map(Object::toString).orElse(null),
                peer == null ? null : peer.hostAddress(),
                request.requestId());
    }

    private static String outcome(int status) {
        if (status == 401 || status == 403) {
            return "denied";
        }
        return status < FIRST_ERROR ? "success" : "failure";
    }
}
