package io.oblako.network.domain.router;

import io.oblako.network.domain.Catalog;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** All port forwardings there are. */
public interface PortForwardings extends Catalog<PortForwarding> {

    /** Those of floating IPs, oldest first. One statement. */
    List<PortForwarding> of(Collection<UUID> floatingIps);

    /** Those that lead to a port. */
    List<PortForwarding> toPort(UUID port);
}
