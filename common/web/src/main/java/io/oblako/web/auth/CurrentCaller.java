package io.oblako.web.auth;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.token.Caller;
import io.oblako.web.request.CurrentRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** The one who sent the request of this thread. */
@ApplicationScoped
public class CurrentCaller {

    private final CurrentRequest request;

    CurrentCaller(CurrentRequest request) {
        this.request = request;
    }

    /** @throws CloudException NOT_AUTHENTICATED when the operation was let through without a token */
    public Caller get() {
        return request.requireCaller();
    }

    /**
     * The project the caller acts in.
     *
     * @throws CloudException NOT_ALLOWED for a token of another scope: things of tenants are asked for in a project
     */
    public ProjectId project() {
        return get().project()
                .orElseThrow(() -> new CloudException(
                        CommonError.NOT_ALLOWED, "A project-scoped token is needed: ask for one with a project."));
    }
}
