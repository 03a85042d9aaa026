package io.oblako.network.domain.trunk;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.PortTie;
import java.util.Set;

/** A port of a trunk stays until the trunk lets it go. */
public final class TrunkTie implements PortTie {

    private final Trunks trunks;

    public TrunkTie(Trunks trunks) {
        this.trunks = trunks;
    }

    @Override
    public void leaving(Port port) {
        trunks.ofParent(port.id()).ifPresent(trunk -> {
            throw new CloudException(
                    NetworkError.PORT_IN_USE_AS_TRUNK_PARENT,
                    "Port %s is currently a parent port for trunk %s.".formatted(port.id(), trunk.id()));
        });
        trunks.ofSubPort(port.id()).ifPresent(trunk -> {
            throw new CloudException(
                    NetworkError.PORT_IN_USE_AS_SUB_PORT,
                    "Port %s is currently a subport for trunk %s.".formatted(port.id(), trunk.id()));
        });
    }

    /** Addresses come and go: trunks carry frames. */
    @Override
    public void losing(Port port, Set<Ip> addresses) {}
}
