package io.oblako.network.domain.share;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.share.Shares.Action;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules of RBAC policies: one shares what is one's own, with one project; operators share anything, with all.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#rbac-policies">Networking API: RBAC policies</a>
 */
public final class RbacPolicyLifecycle implements Lifecycle<RbacPolicy> {

    private final RbacPolicies policies;
    private final Map<Kind, Shareable<?>> shareable;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;

    public RbacPolicyLifecycle(
            RbacPolicies policies, Collection<Shareable<?>> shareable, Quotas quotas, Changes changes, Stamp stamp) {
        this.policies = policies;
        this.shareable = shareable.stream().collect(Collectors.toMap(Shareable::kind, Function.identity()));
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public RbacPolicy create(Viewer viewer, Values wanted) {
        RbacPolicy policy = new RbacPolicy(
                stamp.born(wanted),
                wanted.required("object_type", Kind.class),
                wanted.id("object_id"),
                wanted.required("action", Action.class),
                wanted.text("target_tenant"));
        of(policy).requireOwn(viewer, policy.object(), "create_rbac_policy");
        checkAction(viewer, policy);
        checkTarget(viewer, policy, "create");
        checkNew(policy);
        quotas.reserve(Kind.RBAC_POLICY, policy.project(), 1);
        policies.add(policy);
        of(policy).touch(policy.object(), stamp);
        return policy;
    }

    private Shareable<?> of(RbacPolicy policy) {
        Shareable<?> kind = shareable.get(policy.kind());
        if (kind == null) {
            throw new IllegalStateException("nobody shares " + policy.kind());
        }
        return kind;
    }

    /** Only networks lead outside, and where that is say operators. */
    private static void checkAction(Viewer viewer, RbacPolicy policy) {
        if (policy.action() == Action.ACCESS_AS_SHARED) {
            return;
        }
        if (policy.kind() != Kind.NETWORK) {
            throw new CloudException(
                    NetworkError.INVALID_INPUT,
                    "Invalid input for operation: Invalid action '%s' for object type '%s'. Valid actions: access_as_shared."
                            .formatted(policy.action().word(), policy.kind().objectType()));
        }
        if (!viewer.operator()) {
            throw Viewer.notAllowed("create_rbac_policy:action");
        }
    }

    private static void checkTarget(Viewer viewer, RbacPolicy policy, String verb) {
        if (policy.target().equals(Shares.EVERYBODY) && !viewer.operator()) {
            throw Viewer.notAllowed(verb + "_rbac_policy:target_tenant");
        }
    }

    private void checkNew(RbacPolicy policy) {
        if (policies.exists(policy)) {
            throw new CloudException(
                    NetworkError.DUPLICATE_RBAC_POLICY, "An RBAC policy already exists with those values.");
        }
    }

    @Override
    public RbacPolicy change(Viewer viewer, RbacPolicy current, Values wanted) {
        viewer.requireOwner(current, "update_rbac_policy");
        RbacPolicy next =
                current.with(stamp.changed(current.standard(), wanted)).to(wanted.text("target_tenant"));
        if (next.target().equals(current.target())) {
            return current;
        }
        checkTarget(viewer, next, "update");
        checkNew(next);
        checkUnneeded(current);
        return save(next);
    }

    @Override
    public RbacPolicy save(RbacPolicy next) {
        RbacPolicy saved = policies.save(next);
        of(saved).touch(saved.object(), stamp);
        return saved;
    }

    @Override
    public void delete(Viewer viewer, RbacPolicy current) {
        viewer.requireOwner(current, "delete_rbac_policy");
        checkUnneeded(current);
        policies.remove(current);
        of(current).touch(current.object(), stamp);
        changes.gone(Kind.RBAC_POLICY, current.id());
    }

    private void checkUnneeded(RbacPolicy policy) {
        ProjectId owner = of(policy).owner(policy.object());
        if (policies.needed(policy, owner)) {
            throw new CloudException(
                    NetworkError.RBAC_POLICY_IN_USE,
                    ("RBAC policy on object %s cannot be removed because other objects depend on it. Details: projects that"
                                    + " it is shared with use it.")
                            .formatted(policy.object()));
        }
    }
}
