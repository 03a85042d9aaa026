package io.oblako.compute.api.server;

import io.oblako.compute.domain.network.Networks;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.contracts.PortFact;
import jakarta.enterprise.context.RequestScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes of ports that this request has ordered. The network service makes them from orders that leave with the commit;
 * the answer waits for them (briefly, bounded), because old clients look at once.
 */
@RequestScoped
class AwaitedPorts {

    private final Networks networks;
    private final List<Awaited> ordered = new ArrayList<>(1);

    private record Awaited(
            UUID port, Predicate<PortFact> as, @Nullable Supplier<CloudException> otherwise) {}

    AwaitedPorts(Networks networks) {
        this.networks = networks;
    }

    /** @param otherwise what is wrong when it does not come in time; absent when that is no failure */
    void expect(UUID port, Predicate<PortFact> as, @Nullable Supplier<CloudException> otherwise) {
        ordered.add(new Awaited(port, as, otherwise));
    }

    /** Call outside of the transaction. */
    void settle() {
        for (Awaited awaited : ordered) {
            boolean there = networks.awaitPort(awaited.port(), awaited.as());
            if (!there && awaited.otherwise() != null) {
                throw awaited.otherwise().get();
            }
        }
    }
}
