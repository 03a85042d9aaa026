package io.oblako.web.request;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.token.Caller;
import io.oblako.web.version.Microversion;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the filters found out about the request of this thread. */
@RequestScoped
public class CurrentRequest {

    private String requestId = "";
    private String operation = "";
    private String method = "";
    private String path = "";
    private @Nullable Caller caller;
    private @Nullable Microversion microversion;
    private @Nullable String idempotencyKey;
    private boolean audited;

    public String requestId() {
        return requestId;
    }

    /** The operation of the matched method, for example {@code compute:servers:create}; empty before matching. */
    public String operation() {
        return operation;
    }

    public String method() {
        return method;
    }

    /** The path as it was sent, undecoded, without the query. */
    public String path() {
        return path;
    }

    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    public @Nullable Microversion microversion() {
        return microversion;
    }

    public Optional<String> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /** Whether an audit record was already written in the transaction of the mutation. */
    public boolean audited() {
        return audited;
    }

    public void markAudited() {
        audited = true;
    }

    /** The transaction that held the record has rolled back, and the record with it. */
    public void forgetAudited() {
        audited = false;
    }

    public void authenticated(Caller who) {
        this.caller = who;
    }

    public void negotiated(Microversion version) {
        this.microversion = version;
    }

    /** Names the operation more precisely than the route can, for bodies that choose an action. */
    public void refineOperation(String precise) {
        this.operation = precise;
    }

    void arrived(String newRequestId, String newMethod, String newPath) {
        this.requestId = newRequestId;
        this.method = newMethod;
        this.path = newPath;
    }

    void repeatable(@Nullable String newIdempotencyKey) {
        this.idempotencyKey = newIdempotencyKey;
    }

    /** @throws CloudException NOT_AUTHENTICATED when the operation was let through without a token */
    public Caller requireCaller() {
        Caller present = caller;
        if (present == null) {
            throw new CloudException(
                    CommonError.NOT_AUTHENTICATED, "The request you have made requires authentication.");
        }
        return present;
    }
}
