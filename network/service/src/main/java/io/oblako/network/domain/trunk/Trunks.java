package io.oblako.network.domain.trunk;

import io.oblako.network.domain.Catalog;
import java.util.Optional;
import java.util.UUID;

/** All trunks there are. */
public interface Trunks extends Catalog<Trunk> {

    /** The one whose parent the port is. */
    Optional<Trunk> ofParent(UUID port);

    /** The one that carries the port. */
    Optional<Trunk> ofSubPort(UUID port);
}
