package io.oblako.network.domain.router;

import io.oblako.network.domain.Catalog;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** All floating IPs there are. */
public interface FloatingIps extends Catalog<FloatingIp> {

    /** Those that lead to one of the ports. One statement. */
    List<FloatingIp> toPorts(Collection<UUID> ports);

    /** Those that a router translates, or forwards for. */
    List<FloatingIp> through(UUID router);
}
