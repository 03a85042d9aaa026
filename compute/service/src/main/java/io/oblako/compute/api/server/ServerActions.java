package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.policy.Policy;
import io.oblako.web.request.CurrentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** All server actions by name: which one a body asks for, whether the caller may, and the way to it. */
@ApplicationScoped
class ServerActions {

    private final NovaRequest request;
    private final CurrentRequest current;
    private final Policy policy;
    private final Map<String, ServerAction> byName = new HashMap<>();

    ServerActions(NovaRequest request, CurrentRequest current, Policy policy, Instance<ServerAction.Group> groups) {
        this.request = request;
        this.current = current;
        this.policy = policy;
        for (ServerAction.Group group : groups) {
            for (ServerAction action : group.actions()) {
                if (byName.put(action.name(), action) != null) {
                    throw new IllegalStateException(action.name() + " is there twice");
                }
            }
        }
    }

    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /**
     * The action a body asks for.
     *
     * @throws CloudException INVALID_REQUEST for none, several or an unknown one; NOT_ALLOWED by policy
     */
    ServerAction permitted(Body body) {
        Iterator<String> names = body.node().fieldNames();
        String name = names.hasNext() ? names.next() : "";
        if (name.isEmpty() || names.hasNext()) {
            throw CloudException.badRequest("Malformed request body: exactly one action is expected");
        }
        ServerAction action = byName.get(name);
        if (action == null) {
            throw CloudException.badRequest(
                    "There is no such action: %s. Verify the request body and Content-Type header and try again."
                            .formatted(name.length() > 64 ? name.substring(0, 64) + '…' : name));
        }
        request.only(1, action.last());
        current.refineOperation(action.operation());
        policy.require(request.caller(), action.operation());
        return action;
    }

    Response run(String server, byte[] bytes) {
        Body body = Body.read(bytes);
        ServerAction action = permitted(body);
        body.check(action.schema(), request.minor());
        return action.handler().handle(server, body);
    }
}
