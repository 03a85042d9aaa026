package io.oblako.network.api;

import static io.oblako.network.api.Types.FLAG;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.network.AddressScope;
import java.util.List;

/**
 * The attributes of address scopes.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#address-scopes">Networking API: address scopes</a>
 */
final class AddressScopeAttributes {

    private AddressScopeAttributes() {}

    static Attributes<AddressScope> table() {
        return new Attributes<>(
                        Kind.ADDRESS_SCOPE,
                        List.of(
                                Attribute.<AddressScope, Integer>of(
                                                "ip_version", SubnetAttributes.VERSION, AddressScope::version)
                                        .required()
                                        .list(),
                                Attribute.<AddressScope, Boolean>of(
                                                "shared",
                                                FLAG,
                                                scope -> !scope.sharedWith().isEmpty())
                                        .post(false)
                                        .put()
                                        .setByOperators()
                                        .filter()))
                .without("tags", "description");
    }
}
