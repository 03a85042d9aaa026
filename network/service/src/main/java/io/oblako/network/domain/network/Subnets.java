package io.oblako.network.domain.network;

import io.oblako.network.domain.Catalog;
import java.util.List;
import java.util.UUID;

/** All subnets there are. */
public interface Subnets extends Catalog<Subnet> {

    /** All of a network, oldest first. */
    List<Subnet> of(UUID network);

    /** All that were made from a pool. */
    List<Subnet> fromPool(UUID pool);
}
