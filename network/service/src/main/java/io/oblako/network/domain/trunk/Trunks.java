package io.oblako.network.domain.trunk;

import io.oblako.network.domain.Catalog;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All trunks there are. */
public interface Trunks extends Catalog<Trunk> {

    /** The one whose parent the port is. */
    Optional<Trunk> ofParent(UUID port);

    /** Those that carry any of the ports. One statement. */
    List<Trunk> ofSubPorts(Collection<UUID> ports);

    /** The one that carries the port. */
    default Optional<Trunk> ofSubPort(UUID port) {
        return ofSubPorts(List.of(port)).stream().findFirst();
    }
}
