package io.oblako.network.domain.qos;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import java.util.function.BiFunction;

/** The rules of one type of QoS rules. The policy is locked meanwhile, so none is there twice. */
public final class QosRuleLifecycle<R extends Resource<R> & QosRule> implements Lifecycle<R> {

    private final Catalog<R> rules;
    private final QosPolicies policies;
    private final QosPolicyLifecycle lifecycle;
    private final Stamp stamp;
    private final BiFunction<Standard, Values, R> maker;

    private QosRuleLifecycle(
            Catalog<R> rules,
            QosPolicies policies,
            QosPolicyLifecycle lifecycle,
            Stamp stamp,
            BiFunction<Standard, Values, R> maker) {
        this.rules = rules;
        this.policies = policies;
        this.lifecycle = lifecycle;
        this.stamp = stamp;
        this.maker = maker;
    }

    public static QosRuleLifecycle<BandwidthLimit> limits(
            Catalog<BandwidthLimit> rules, QosPolicies policies, QosPolicyLifecycle lifecycle, Stamp stamp) {
        return new QosRuleLifecycle<>(rules, policies, lifecycle, stamp, BandwidthLimit::of);
    }

    public static QosRuleLifecycle<DscpMarking> markings(
            Catalog<DscpMarking> rules, QosPolicies policies, QosPolicyLifecycle lifecycle, Stamp stamp) {
        return new QosRuleLifecycle<>(rules, policies, lifecycle, stamp, DscpMarking::of);
    }

    public static QosRuleLifecycle<MinimumBandwidth> minima(
            Catalog<MinimumBandwidth> rules, QosPolicies policies, QosPolicyLifecycle lifecycle, Stamp stamp) {
        return new QosRuleLifecycle<>(rules, policies, lifecycle, stamp, MinimumBandwidth::of);
    }

    @Override
    public R create(Viewer viewer, Values asked) {
        QosPolicy policy = policies.requireLocked(viewer, asked.id("policy_id"));
        viewer.requireOwner(policy, "create_policy_rule");
        // A rule belongs to whom its policy belongs to, also when an operator makes it.
        R rule = maker.apply(stamp.born(asked.with("project_id", policy.project())), asked);
        checkAlone(policy, rule);
        rules.add(rule);
        touch(policy);
        return rule;
    }

    private static void checkAlone(QosPolicy policy, QosRule rule) {
        for (QosRule other : policy.rules()) {
            boolean same = other.resource().id().equals(rule.resource().id());
            if (!same && rule.clashesWith(other)) {
                throw new CloudException(
                        NetworkError.QOS_RULES_CONFLICT,
                        "Rule %s conflicts with rule %s which already exists in QoS Policy %s."
                                .formatted(rule.type(), other.resource().id(), policy.id()));
            }
        }
    }

    @Override
    public R change(Viewer viewer, R current, Values wanted) {
        QosPolicy policy = locked(current);
        viewer.requireOwner(policy, "update_policy_rule");
        R next = maker.apply(stamp.changed(current.standard(), wanted), wanted);
        checkAlone(policy, next);
        R saved = save(next);
        touch(policy);
        return saved;
    }

    @Override
    public R save(R next) {
        return rules.save(next);
    }

    @Override
    public void delete(Viewer viewer, R current) {
        QosPolicy policy = locked(current);
        viewer.requireOwner(policy, "delete_policy_rule");
        rules.remove(current);
        touch(policy);
    }

    private QosPolicy locked(R rule) {
        return policies.lock(rule.policy()).orElseThrow(() -> Kind.QOS_POLICY.notFound(rule.policy()));
    }

    /** The rules are part of the policy, so its revision counts up. */
    private void touch(QosPolicy policy) {
        lifecycle.save(stamp.touched(policy));
    }
}
