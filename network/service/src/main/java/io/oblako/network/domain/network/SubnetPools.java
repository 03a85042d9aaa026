package io.oblako.network.domain.network;

import io.oblako.network.domain.Catalog;
import java.util.Optional;

/** All subnet pools there are. */
public interface SubnetPools extends Catalog<SubnetPool> {

    /** The default pool of an IP version. */
    Optional<SubnetPool> standard(int version);
}
