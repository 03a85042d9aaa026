package io.oblako.network.domain.network;

import io.oblako.network.domain.Catalog;
import java.util.List;
import java.util.UUID;

/** All address scopes there are. */
public interface AddressScopes extends Catalog<AddressScope> {

    /** The pools in it. */
    List<SubnetPool> pools(UUID scope);
}
