package io.oblako.network.domain.qos;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.share.Shares;
import java.util.List;
import java.util.Set;

/**
 * What traffic of the ports, networks and floating IPs with it may take.
 *
 * @param isDefault whether networks of its project have it when nobody names another
 * @param sharedWith projects that may use it besides the owner
 * @param rules oldest first; written by themselves
 */
public record QosPolicy(Standard standard, boolean isDefault, Set<String> sharedWith, List<QosRule> rules)
        implements Resource<QosPolicy> {

    public QosPolicy {
        sharedWith = Set.copyOf(sharedWith);
        rules = List.copyOf(rules);
    }

    /** The one place where what a request says becomes a policy. */
    static QosPolicy of(Standard standard, Values wanted, Set<String> sharedBefore, List<QosRule> rules) {
        return new QosPolicy(
                standard,
                wanted.flag("is_default"),
                Shares.everybody(sharedBefore, wanted.given("shared"), wanted.flag("shared")),
                rules);
    }

    @Override
    public QosPolicy with(Standard next) {
        return new QosPolicy(next, isDefault, sharedWith, rules);
    }

    public QosPolicy with(List<QosRule> next) {
        return new QosPolicy(standard, isDefault, sharedWith, next);
    }
}
