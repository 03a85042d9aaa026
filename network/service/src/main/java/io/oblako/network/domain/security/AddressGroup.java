package io.oblako.network.domain.security;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Cidr;
import java.util.List;
import java.util.Set;

/**
 * Prefixes that rules of security groups name together.
 *
 * @param addresses in order, without doubles
 * @param sharedWith projects whose rules may name it besides the owner's
 */
public record AddressGroup(Standard standard, List<Cidr> addresses, Set<String> sharedWith)
        implements Resource<AddressGroup> {

    public AddressGroup {
        addresses = addresses.stream().sorted().distinct().toList();
        sharedWith = Set.copyOf(sharedWith);
    }

    @Override
    public AddressGroup with(Standard next) {
        return new AddressGroup(next, addresses, sharedWith);
    }

    AddressGroup with(List<Cidr> next) {
        return new AddressGroup(standard, next, sharedWith);
    }
}
