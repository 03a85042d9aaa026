package io.oblako.network.domain.network;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.share.Shares;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of address scopes, and of which pools are in them.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#address-scopes">Networking API: address scopes</a>
 */
public final class AddressScopeLifecycle implements Lifecycle<AddressScope> {

    private final AddressScopes scopes;
    private final Changes changes;
    private final Stamp stamp;

    public AddressScopeLifecycle(AddressScopes scopes, Changes changes, Stamp stamp) {
        this.scopes = scopes;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public AddressScope create(Viewer viewer, Values wanted) {
        AddressScope scope = new AddressScope(
                stamp.born(wanted),
                wanted.number("ip_version"),
                Shares.everybody(Set.of(), wanted.given("shared"), wanted.flag("shared")));
        scopes.add(scope);
        return scope;
    }

    @Override
    public AddressScope change(Viewer viewer, AddressScope current, Values wanted) {
        viewer.requireOwner(current, "update_address_scope");
        Set<String> shared = Shares.everybody(current.sharedWith(), wanted.given("shared"), wanted.flag("shared"));
        if (current.sharedWith().contains(Shares.EVERYBODY) && !shared.contains(Shares.EVERYBODY)) {
            throw new CloudException(
                    NetworkError.ADDRESS_SCOPE_UPDATE_ERROR,
                    "Unable to update address scope %s : Shared address scope can't be unshared."
                            .formatted(current.id()));
        }
        return save(new AddressScope(stamp.changed(current.standard(), wanted), current.version(), shared));
    }

    @Override
    public AddressScope save(AddressScope next) {
        return scopes.save(next);
    }

    @Override
    public void delete(Viewer viewer, AddressScope current) {
        viewer.requireOwner(current, "delete_address_scope");
        if (!scopes.pools(current.id()).isEmpty()) {
            throw new CloudException(
                    NetworkError.ADDRESS_SCOPE_IN_USE,
                    "Unable to complete operation on address scope %s. There are one or more subnet pools in use on the address scope."
                            .formatted(current.id()));
        }
        scopes.remove(current);
        changes.gone(Kind.ADDRESS_SCOPE, current.id());
    }

    /**
     * Whether a pool can be in the scope it names; the scope is locked, so pools of it never overlap.
     *
     * @throws CloudException ADDRESS_SCOPE_NOT_FOUND, ILLEGAL_SUBNET_POOL_IP_VERSION_ASSOCIATION,
     *     ADDRESS_SCOPE_PREFIX_CONFLICT
     */
    void check(Viewer viewer, SubnetPool pool) {
        UUID wanted = pool.addressScope();
        if (wanted == null) {
            return;
        }
        AddressScope scope = scopes.requireLocked(viewer, wanted);
        if (scope.version() != pool.version()) {
            throw new CloudException(
                    NetworkError.ILLEGAL_SUBNET_POOL_IP_VERSION_ASSOCIATION,
                    "Illegal subnetpool association: subnetpool %s cannot associate with address scope %s because subnetpool ip_version is not %d."
                            .formatted(pool.id(), scope.id(), scope.version()));
        }
        for (SubnetPool other : scopes.pools(scope.id())) {
            boolean overlaps = !other.id().equals(pool.id())
                    && other.prefixes().stream()
                            .anyMatch(prefix -> pool.prefixes().stream().anyMatch(prefix::overlaps));
            if (overlaps) {
                throw new CloudException(
                        NetworkError.ADDRESS_SCOPE_PREFIX_CONFLICT,
                        "Failed to associate address scope: subnetpools within an address scope must have unique prefixes.");
            }
        }
    }

    static @Nullable UUID wanted(Values values) {
        return values.optional("address_scope_id", UUID.class);
    }
}
