package io.oblako.compute.domain.server;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.quota.Claim;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.schedule.Need;

/** What a server claims for its flavor, on its host and of its project's quota. */
public final class FlavorClaims {

    private final Allocations allocations;
    private final Quotas quotas;

    public FlavorClaims(Allocations allocations, Quotas quotas) {
        this.allocations = allocations;
        this.quotas = quotas;
    }

    /** While a resize waits for confirmation the larger of both is claimed of the quota; may throw OVER_QUOTA. */
    void reserveLarger(Server server, Flavor other) {
        Flavor flavor = server.flavor();
        quotas.change(
                server.project(),
                server.id(),
                new Claim(Math.max(flavor.vcpus(), other.vcpus()), Math.max(flavor.ramMib(), other.ramMib())));
    }

    /** From now on only this flavor is claimed, which is not more than before. */
    public void only(Server server, Flavor flavor) {
        String node = server.placement().node();
        if (node != null) {
            allocations.resize(
                    server.id(), node, Need.of(flavor, server.machine().image()), Need.ENDLESS);
        }
        quotas.change(server.project(), server.id(), new Claim(flavor.vcpus(), flavor.ramMib()));
    }
}
