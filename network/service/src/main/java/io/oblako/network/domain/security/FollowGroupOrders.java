package io.oblako.network.domain.security;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.Refusals;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does what other services order about security groups, as their owner would. Part of its caller's transaction. */
public final class FollowGroupOrders {

    private final SecurityGroups groups;
    private final SecurityGroupLifecycle lifecycle;
    private final DefaultGroup standard;
    private final Changes changes;
    private final Stamp stamp;

    public FollowGroupOrders(
            SecurityGroups groups,
            SecurityGroupLifecycle lifecycle,
            DefaultGroup standard,
            Changes changes,
            Stamp stamp) {
        this.groups = groups;
        this.lifecycle = lifecycle;
        this.standard = standard;
        this.changes = changes;
        this.stamp = stamp;
    }

    public void follow(NetworkOrder.OfGroup order) {
        switch (order) {
            case NetworkOrder.MakeGroup make -> make(make);
            case NetworkOrder.DescribeGroup describe -> theirs(describe).ifPresent(group -> describe(group, describe));
            case NetworkOrder.DeleteGroup delete -> theirs(delete).ifPresent(group -> delete(group, delete));
        }
    }

    private void make(NetworkOrder.MakeGroup order) {
        ProjectId project = ProjectId.of(order.project());
        if (order.name().equals(SecurityGroup.DEFAULT)) {
            standard.of(project);
            return;
        }
        if (groups.find(order.group()).isPresent()) {
            return;
        }
        Values wanted = values(project, order.name(), order.description(), true);
        Refusals.voiding(
                () -> lifecycle.make(stamp.born(order.group(), wanted), wanted),
                _ -> changes.gone(groups.kind(), order.group()));
    }

    private void describe(SecurityGroup current, NetworkOrder.DescribeGroup order) {
        Values wanted = values(current.project(), order.name(), order.description(), current.stateful());
        Refusals.voiding(() -> lifecycle.change(owner(order), current, wanted), _ -> changes.changed(current));
    }

    private void delete(SecurityGroup current, NetworkOrder.DeleteGroup order) {
        Refusals.voiding(() -> lifecycle.delete(owner(order), current), _ -> changes.changed(current));
    }

    /** The group, locked, if it is that project's. */
    private Optional<SecurityGroup> theirs(NetworkOrder.OfGroup order) {
        return groups.lock(order.group())
                .filter(group -> group.project().value().equals(order.project()));
    }

    private static Viewer owner(NetworkOrder.OfGroup order) {
        return new Viewer(ProjectId.of(order.project()), false);
    }

    private static Values values(ProjectId project, String name, String description, boolean stateful) {
        return new Values(
                Map.of("project_id", project, "name", name, "description", description, "stateful", stateful),
                Set.of("name", "description"));
    }
}
