package io.oblako.network.domain.security;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the default group of a project when it is first needed. No quota prevents it, as nobody asked for it. */
public final class DefaultGroup {

    private final SecurityGroups groups;
    private final SecurityRules rules;
    private final Changes changes;
    private final Stamp stamp;

    public DefaultGroup(SecurityGroups groups, SecurityRules rules, Changes changes, Stamp stamp) {
        this.groups = groups;
        this.rules = rules;
        this.changes = changes;
        this.stamp = stamp;
    }

    /** The group; made if it is not there. */
    public SecurityGroup of(ProjectId project) {
        return groups.standard(project).orElseGet(() -> {
            groups.lockStandard(project);
            return groups.standard(project).orElseGet(() -> make(project));
        });
    }

    /** Its members reach each other and everybody; nobody else reaches them. */
    private SecurityGroup make(ProjectId project) {
        Values named = new Values(
                Map.of("project_id", project, "name", SecurityGroup.DEFAULT, "description", "Default security group"),
                Set.of());
        Standard standard = stamp.born(named);
        SecurityGroup group = new SecurityGroup(standard, true, List.of());
        groups.add(group);
        List<SecurityRule> made = new ArrayList<>(outward(group));
        made.add(rule(group, Direction.INGRESS, EtherType.IPV4, group.id()));
        made.add(rule(group, Direction.INGRESS, EtherType.IPV6, group.id()));
        made.forEach(rules::add);
        SecurityGroup whole = group.with(made);
        changes.changed(whole);
        return whole;
    }

    /** What every new group has: everything may leave. */
    List<SecurityRule> outward(SecurityGroup group) {
        return List.of(
                rule(group, Direction.EGRESS, EtherType.IPV4, null),
                rule(group, Direction.EGRESS, EtherType.IPV6, null));
    }

    private SecurityRule rule(SecurityGroup group, Direction direction, EtherType type, @Nullable UUID remote) {
        Standard standard = stamp.born(new Values(Map.of("project_id", group.project()), Set.of()));
        return new SecurityRule(standard, group.id(), direction, type, null, null, null, null, remote, null);
    }
}
