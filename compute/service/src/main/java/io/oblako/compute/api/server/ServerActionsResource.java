package io.oblako.compute.api.server;

import io.oblako.compute.api.schema.Body;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/**
 * What a server is told to do. The body's only key is the action; each has a row of its own in policy.yaml.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#servers-run-an-action-servers-action">Compute API: server
 *     actions</a>
 */
@Path("/v2.1/servers/{server}/action")
@RunOnVirtualThread
public class ServerActionsResource {

    private final ServerActions actions;
    private final ServerActionTransactions transactions;
    private final AwaitedImages images;
    private final AwaitedPorts ports;

    ServerActionsResource(
            ServerActions actions, ServerActionTransactions transactions, AwaitedImages images, AwaitedPorts ports) {
        this.actions = actions;
        this.transactions = transactions;
        this.images = images;
        this.ports = ports;
    }

    @POST
    @Operation("compute:servers:action")
    public Response act(@PathParam("server") String server, byte[] body) {
        Response answer = switch (actions.permitted(Body.read(body)).kind()) {
            case LOOK -> actions.run(server, body);
            case CHANGE -> transactions.change(server, body);
            case CHANGE_WITH_SECRET -> transactions.changeWithSecret(server, body);
        };
        images.settle();
        ports.settle();
        return answer;
    }
}
