package io.oblako.network.domain.qos;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import java.util.List;
import java.util.Set;

/**
 * The rules of QoS policies.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#quality-of-service">Networking API: quality of service</a>
 */
public final class QosPolicyLifecycle implements Lifecycle<QosPolicy> {

    private final QosPolicies policies;
    private final Changes changes;
    private final Stamp stamp;

    public QosPolicyLifecycle(QosPolicies policies, Changes changes, Stamp stamp) {
        this.policies = policies;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public QosPolicy create(Viewer viewer, Values wanted) {
        Standard standard = stamp.born(wanted);
        QosPolicy policy = QosPolicy.of(standard, wanted, Set.of(), List.of());
        checkOneDefault(policy);
        policies.add(policy);
        changes.changed(Kind.QOS_POLICY, policy.id());
        return policy;
    }

    @Override
    public QosPolicy change(Viewer viewer, QosPolicy current, Values wanted) {
        viewer.requireOwner(current, "update_policy");
        QosPolicy next =
                QosPolicy.of(stamp.changed(current.standard(), wanted), wanted, current.sharedWith(), current.rules());
        checkOneDefault(next);
        return save(next);
    }

    private void checkOneDefault(QosPolicy policy) {
        if (!policy.isDefault()) {
            return;
        }
        policies.standard(policy.project())
                .filter(other -> !other.id().equals(policy.id()))
                .ifPresent(other -> {
                    throw new CloudException(
                            NetworkError.QOS_POLICY_DEFAULT_ALREADY_EXISTS,
                            "A default QoS policy exists for project %s.".formatted(policy.project()));
                });
    }

    @Override
    public QosPolicy save(QosPolicy next) {
        QosPolicy saved = policies.save(next);
        changes.changed(Kind.QOS_POLICY, saved.id());
        return saved;
    }

    @Override
    public void delete(Viewer viewer, QosPolicy current) {
        viewer.requireOwner(current, "delete_policy");
        policies.user(current.id()).ifPresent(user -> {
            throw new CloudException(
                    NetworkError.QOS_POLICY_IN_USE, "QoS Policy %s is used by %s.".formatted(current.id(), user));
        });
        policies.remove(current);
        changes.gone(Kind.QOS_POLICY, current.id());
    }
}
