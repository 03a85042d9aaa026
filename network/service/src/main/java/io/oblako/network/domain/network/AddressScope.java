package io.oblako.network.domain.network;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import java.util.Set;

/**
 * Subnet pools whose prefixes never overlap, so that their subnets can be routed among each other.
 *
 * @param version 4 or 6
 * @param sharedWith projects that may put pools into it besides the owner
 */
public record AddressScope(Standard standard, int version, Set<String> sharedWith) implements Resource<AddressScope> {

    public AddressScope {
        sharedWith = Set.copyOf(sharedWith);
    }

    @Override
    public AddressScope with(Standard next) {
        return new AddressScope(next, version, sharedWith);
    }
}
