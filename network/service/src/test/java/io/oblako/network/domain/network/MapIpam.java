package io.oblako.network.domain.network;

import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Ip;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Taken addresses of one subnet, in memory. */
public final class MapIpam implements Ipam {

    public final TreeSet<Ip> taken = new TreeSet<>();

    @Override
    public void lock(Collection<UUID> subnets) {}

    @Override
    public Set<Ip> taken(UUID subnet, Collection<Ip> candidates) {
        return candidates.stream().filter(taken::contains).collect(Collectors.toSet());
    }

    @Override
    public List<Ip> taken(UUID subnet, AddressRange range, int most) {
        return taken.stream().filter(range::contains).limit(most).toList();
    }

    @Override
    public boolean inUse(UUID subnet) {
        return !taken.isEmpty();
    }

    @Override
    public @Nullable UUID routerPortAt(UUID subnet, Ip address) {
        return null;
    }
}
