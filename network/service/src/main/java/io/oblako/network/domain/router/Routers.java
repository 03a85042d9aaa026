package io.oblako.network.domain.router;

import io.oblako.network.domain.Catalog;
import java.util.List;
import java.util.UUID;

/** All routers there are. */
public interface Routers extends Catalog<Router> {

    /** Those with an interface that has an address of the subnet, oldest first. */
    List<Router> onSubnet(UUID subnet);
}
