package io.oblako.network.domain.security;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.quota.Quotas;
import java.util.List;
import java.util.UUID;

/** The rules of security groups. */
public final class SecurityGroupLifecycle implements Lifecycle<SecurityGroup> {

    private final SecurityGroups groups;
    private final SecurityRules rules;
    private final DefaultGroup standard;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;

    public SecurityGroupLifecycle(
            SecurityGroups groups,
            SecurityRules rules,
            DefaultGroup standard,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        this.groups = groups;
        this.rules = rules;
        this.standard = standard;
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public SecurityGroup create(Viewer viewer, Values wanted) {
        return make(stamp.born(wanted), wanted);
    }

    /** @param born decided by whoever wants it, for orders */
    SecurityGroup make(Standard born, Values wanted) {
        SecurityGroup group = new SecurityGroup(born, wanted.flag("stateful"), List.of());
        if (group.isDefault()) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_DEFAULT_ALREADY_EXISTS, "Default security group already exists.");
        }
        standard.of(group.project());
        quotas.reserve(Kind.SECURITY_GROUP, group.project(), 1);
        groups.add(group);
        List<SecurityRule> outward = standard.outward(group);
        outward.forEach(rules::add);
        SecurityGroup whole = group.with(outward);
        changes.changed(whole);
        return whole;
    }

    @Override
    public SecurityGroup change(Viewer viewer, SecurityGroup current, Values wanted) {
        viewer.requireOwner(current, "update_security_group");
        Standard next = stamp.changed(current.standard(), wanted);
        boolean renames = !next.name().equals(current.standard().name());
        if (renames && (current.isDefault() || next.name().equals(SecurityGroup.DEFAULT))) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_CANNOT_UPDATE_DEFAULT,
                    "Updating default security group name, or taking it for another group, is not allowed.");
        }
        boolean switches = wanted.flag("stateful") != current.stateful();
        if (switches && groups.inUse(current.id())) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_IN_USE,
                    "Security Group %s in use: stateful cannot change while ports are in it.".formatted(current.id()));
        }
        return save(new SecurityGroup(next, wanted.flag("stateful"), current.rules()));
    }

    @Override
    public SecurityGroup save(SecurityGroup next) {
        SecurityGroup saved = groups.save(next);
        changes.changed(saved);
        return saved;
    }

    @Override
    public void delete(Viewer viewer, SecurityGroup current) {
        viewer.requireOwner(current, "delete_security_group");
        if (current.isDefault() && !viewer.operator()) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_CANNOT_REMOVE_DEFAULT,
                    "Insufficient rights for removing default security group.");
        }
        if (groups.inUse(current.id())) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_IN_USE, "Security Group %s in use.".formatted(current.id()));
        }
        List<UUID> naming = groups.naming(current.id());
        groups.remove(current);
        changes.gone(Kind.SECURITY_GROUP, current.id());
        groups.all(naming).forEach(changes::changed); // The rules that named it went with it.
    }
}
