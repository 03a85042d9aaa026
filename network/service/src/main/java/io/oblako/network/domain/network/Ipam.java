package io.oblako.network.domain.network;

import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Ip;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which addresses are taken. Only {@link AddressChooser} decides with it, in a transaction. */
public interface Ipam {

    /** Nobody else chooses addresses of these subnets before the transaction ends. */
    void lock(Collection<UUID> subnets);

    /** Those of the candidates that ports have. */
    Set<Ip> taken(UUID subnet, Collection<Ip> candidates);

    /** All addresses of the range that ports have, lowest first, at most the given number. */
    List<Ip> taken(UUID subnet, AddressRange range, int most);

    /** Whether ports have addresses of the subnet. */
    boolean inUse(UUID subnet);

    /** The port of a router that has the address; absent when none has. */
    @Nullable
    UUID routerPortAt(UUID subnet, Ip address);
}
