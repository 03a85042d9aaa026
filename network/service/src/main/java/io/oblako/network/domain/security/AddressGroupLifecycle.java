package io.oblako.network.domain.security;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules of address groups.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#address-groups">Networking API: address groups</a>
 */
public final class AddressGroupLifecycle implements Lifecycle<AddressGroup> {

    /** A group is an address set of every host: it has as many as can be told at once. */
    public static final int MOST = 1_000;

    private final AddressGroups groups;
    private final Changes changes;
    private final Stamp stamp;

    public AddressGroupLifecycle(AddressGroups groups, Changes changes, Stamp stamp) {
        this.groups = groups;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public AddressGroup create(Viewer viewer, Values wanted) {
        AddressGroup group = new AddressGroup(stamp.born(wanted), wanted.list("addresses", Cidr.class), Set.of());
        groups.add(group);
        changes.changed(Kind.ADDRESS_GROUP, group.id());
        return group;
    }

    @Override
    public AddressGroup change(Viewer viewer, AddressGroup current, Values wanted) {
        viewer.requireOwner(current, "update_address_group");
        return save(current.with(stamp.changed(current.standard(), wanted)));
    }

    /**
     * @param current locked
     * @throws CloudException ADDRESSES_ALREADY_EXIST when one is there
     */
    public AddressGroup add(Viewer viewer, AddressGroup current, List<Cidr> more) {
        viewer.requireOwner(current, "add_addresses");
        List<Cidr> there = more.stream().filter(current.addresses()::contains).toList();
        if (!there.isEmpty()) {
            throw new CloudException(
                    NetworkError.ADDRESSES_ALREADY_EXIST,
                    "Addresses %s already exist in the address group %s.".formatted(there.getFirst(), current.id()));
        }
        List<Cidr> all = new ArrayList<>(current.addresses());
        all.addAll(more);
        if (all.size() > MOST) {
            throw CloudException.badRequest("An address group has at most %d addresses.".formatted(MOST));
        }
        return save(stamp.touched(current.with(all)));
    }

    /**
     * @param current locked
     * @throws CloudException ADDRESSES_NOT_FOUND when one is not there
     */
    public AddressGroup remove(Viewer viewer, AddressGroup current, List<Cidr> less) {
        viewer.requireOwner(current, "remove_addresses");
        List<Cidr> missing =
                less.stream().filter(one -> !current.addresses().contains(one)).toList();
        if (!missing.isEmpty()) {
            throw new CloudException(
                    NetworkError.ADDRESSES_NOT_FOUND,
                    "Addresses %s not found in the address group %s.".formatted(missing.getFirst(), current.id()));
        }
        return save(stamp.touched(current.with(
                current.addresses().stream().filter(one -> !less.contains(one)).toList())));
    }

    @Override
    public AddressGroup save(AddressGroup next) {
        AddressGroup saved = groups.save(next);
        changes.changed(Kind.ADDRESS_GROUP, saved.id());
        return saved;
    }

    @Override
    public void delete(Viewer viewer, AddressGroup current) {
        viewer.requireOwner(current, "delete_address_group");
        if (groups.inUse(current.id())) {
            throw new CloudException(
                    NetworkError.ADDRESS_GROUP_IN_USE,
                    "Address group %s is in use on one or more security group rules.".formatted(current.id()));
        }
        groups.remove(current);
        changes.gone(Kind.ADDRESS_GROUP, current.id());
    }
}
