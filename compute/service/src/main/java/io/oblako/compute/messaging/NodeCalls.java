package io.oblako.compute.messaging;

import static io.oblako.compute.domain.ComputeError.HOST_UNREACHABLE;

import io.oblako.compute.contracts.NodeCallSignature;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.tx.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How nodes are called: where a living one listens, and compute's signature of the call. */
@ApplicationScoped
public class NodeCalls {

    private final Hosts hosts;
    private final Transactions transactions;
    private final NodeCallSignature signature;

    NodeCalls(Hosts hosts, Transactions transactions, NodeCallSignature signature) {
        this.hosts = hosts;
        this.transactions = transactions;
        this.signature = signature;
    }

    /**
     * A call of GET.
     *
     * @param node where the node listens
     * @param target path and query, as they must be sent
     * @param signature for the header {@link NodeCallSignature#HEADER}
     */
    public record Call(URI node, String target, String signature) {}

    /**
     * Signs a call of GET to a node. Reads the database.
     *
     * @throws CloudException HOST_UNREACHABLE when the host is unknown or silent
     */
    public Call get(String node, String target) {
        Host host = transactions.call(() -> hosts.find(node)).filter(Host::up).orElseThrow(() -> unreachable(null));
        return new Call(URI.create(host.facts().httpUrl()), target, signature.sign("GET", target));
    }

    static CloudException unreachable(@Nullable Exception cause) {
        return new CloudException(
                HOST_UNREACHABLE, "The host of the server does not answer; try again when it is back.", cause);
    }
}
