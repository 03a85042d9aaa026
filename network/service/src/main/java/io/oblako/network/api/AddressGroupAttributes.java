package io.oblako.network.api;

import static io.oblako.network.api.Types.FLAG;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.AddressGroupLifecycle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of address groups.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#address-groups">Networking API: address groups</a>
 */
final class AddressGroupAttributes {

    /** Prefixes; a bare address is the prefix of it alone. */
    private static final Type<List<Cidr>> ADDRESSES = Types.list(
            new Type<>() {
                @Override
                public Cidr read(JsonNode json) throws Invalid {
                    return Cidr.parse(json.isTextual() ? json.textValue() : "")
                            .orElseThrow(() -> new Invalid(
                                    "'%s' is not a valid IP address or subnet".formatted(Types.shown(json))));
                }

                @Override
                public Object show(Cidr value) {
                    return value.toString();
                }
            },
            AddressGroupLifecycle.MOST);

    private AddressGroupAttributes() {}

    static Attributes<AddressGroup> table() {
        return new Attributes<>(
                        Kind.ADDRESS_GROUP,
                        List.of(
                                Attribute.<AddressGroup, List<Cidr>>of("addresses", ADDRESSES, AddressGroup::addresses)
                                        .post(List.of()),
                                Attribute.<AddressGroup, Boolean>of(
                                                "shared",
                                                FLAG,
                                                group -> !group.sharedWith().isEmpty())
                                        .filter()))
                .without("tags");
    }

    /**
     * The addresses that a request adds or removes.
     *
     * @throws CloudException INVALID_REQUEST
     */
    static List<Cidr> addresses(@Nullable JsonNode body) {
        JsonNode addresses = body == null
                ? null
                : body.has("address_group") ? body.get("address_group").get("addresses") : body.get("addresses");
        if (addresses == null || addresses.isEmpty()) {
            throw CloudException.badRequest("Unable to find 'addresses' in request body");
        }
        try {
            return ADDRESSES.read(addresses);
        } catch (Type.Invalid e) {
            throw CloudException.badRequest("Invalid input for addresses. Reason: %s.".formatted(e.getMessage()));
        }
    }
}
