package io.oblako.network.domain.security;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.quota.Quotas;
import java.util.UUID;

/**
 * The rules of rules: they are made and deleted, never changed. A group is locked meanwhile, so none is there
 * twice.
 */
public final class SecurityRuleLifecycle implements Lifecycle<SecurityRule> {

    private final SecurityGroups groups;
    private final SecurityRules rules;
    private final AddressGroups addressGroups;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;

    public SecurityRuleLifecycle(
            SecurityGroups groups,
            SecurityRules rules,
            AddressGroups addressGroups,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        this.addressGroups = addressGroups;
        this.groups = groups;
        this.rules = rules;
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public SecurityRule create(Viewer viewer, Values asked) {
        SecurityGroup group = groups.requireLocked(viewer, asked.id("security_group_id"));
        viewer.requireOwner(group, "create_security_group_rule");
        // A rule belongs to whom its group belongs to, also when an operator makes it.
        SecurityRule rule = SecurityRule.of(stamp.born(asked.with("project_id", group.project())), asked);
        RuleCheck.check(rule);
        checkRemotes(new Viewer(group.project(), viewer.operator()), rule);
        group.rules().stream().filter(rule::same).findFirst().ifPresent(there -> {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_RULE_EXISTS,
                    "Security group rule already exists. Rule id is %s.".formatted(there.id()));
        });
        quotas.reserve(Kind.SECURITY_GROUP_RULE, rule.project(), 1);
        rules.add(rule);
        touch(group);
        return rule;
    }

    private void checkRemotes(Viewer viewer, SecurityRule rule) {
        UUID remoteGroup = rule.remoteGroup();
        if (remoteGroup != null) {
            groups.require(viewer, remoteGroup);
        }
        UUID addressGroup = rule.remoteAddressGroup();
        if (addressGroup != null) {
            addressGroups.require(viewer, addressGroup);
        }
    }

    @Override
    public SecurityRule change(Viewer viewer, SecurityRule current, Values wanted) {
        viewer.requireOwner(current, "update_security_group_rule");
        return save(current.with(stamp.changed(current.standard(), wanted)));
    }

    @Override
    public SecurityRule save(SecurityRule next) {
        return rules.save(next);
    }

    @Override
    public void delete(Viewer viewer, SecurityRule current) {
        viewer.requireOwner(current, "delete_security_group_rule");
        SecurityGroup group =
                groups.lock(current.group()).orElseThrow(() -> Kind.SECURITY_GROUP.notFound(current.group()));
        rules.remove(current);
        changes.gone(Kind.SECURITY_GROUP_RULE, current.id());
        touch(group);
    }

    /** The rules are part of the group, so its revision counts up. */
    private void touch(SecurityGroup group) {
        changes.changed(groups.save(stamp.touched(group)));
    }
}
