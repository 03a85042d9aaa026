package io.oblako.network.domain.network;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** How many addresses are taken. */
public interface AddressUsage {

    /** By id of subnet, for all subnets of the networks that have any address taken. */
    Map<UUID, Long> usedBySubnet(Collection<UUID> networks);
}
