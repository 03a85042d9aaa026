package io.oblako.web.audit;

import io.oblako.web.request.CurrentRequest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Audits what no transaction has audited: denied and failed requests, and mutations that need no transaction. */
@ApplicationScoped
public class AuditAfterwards {

    private final Audit audit;
    private final CurrentRequest request;

    AuditAfterwards(Audit audit, CurrentRequest request) {
        this.audit = audit;
        this.request = request;
    }

    void onStart(@Observes StartupEvent start) {
        audit.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        audit.stop();
    }

    /** Called once per request, after its answer is known. */
    public void ifDue(String method, int status) {
        boolean mutating = switch (method) {
            case "POST", "PUT", "PATCH", "DELETE" -> true;
            default -> false;
        };
        boolean denied = status == 401 || status == 403;
        if ((mutating || denied) && !request.audited()) {
            audit.afterwards(status);
        }
    }
}
