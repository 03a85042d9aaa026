package io.oblako.network.domain.port;

import io.oblako.network.contracts.NetworkOrder;

/** Tells whoever ordered a port that it cannot be: there is no such port, only the word about it. */
@FunctionalInterface
public interface PortRefusals {

    /** @param reason a sentence that tenants may read */
    void refused(NetworkOrder.CreatePort order, String reason);
}
