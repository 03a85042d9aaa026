package io.oblako.network.domain.network;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Cidr;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prefixes that subnets are taken from.
 *
 * @param version 4 or 6
 * @param prefixes compacted, in order
 * @param defaultQuota addresses (IPv4) or prefixes of 64 bits (IPv6) that one project may take; absent for any number
 * @param isDefault whether it is the pool of its version for those who name none
 * @param sharedWith projects that may take subnets from it besides the owner
 * @param addressScope the one whose pools it does not overlap with; absent for none
 */
public record SubnetPool(
        Standard standard,
        int version,
        List<Cidr> prefixes,
        int defaultLength,
        int minLength,
        int maxLength,
        @Nullable Integer defaultQuota,
        boolean isDefault,
        Set<String> sharedWith,
        @Nullable UUID addressScope)
        implements Resource<SubnetPool> {

    public SubnetPool {
        prefixes = List.copyOf(prefixes);
        sharedWith = Set.copyOf(sharedWith);
    }

    @Override
    public SubnetPool with(Standard next) {
        return new SubnetPool(
                next,
                version,
                prefixes,
                defaultLength,
                minLength,
                maxLength,
                defaultQuota,
                isDefault,
                sharedWith,
                addressScope);
    }
}
