package io.oblako.network.api;

import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.nullable;
import static io.oblako.network.api.Types.number;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.qos.BandwidthLimit;
import io.oblako.network.domain.qos.DscpMarking;
import io.oblako.network.domain.qos.Flow;
import io.oblako.network.domain.qos.MinimumBandwidth;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.qos.QosRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of QoS policies and their rules.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#quality-of-service">Networking API: quality of service</a>
 */
final class QosAttributes {

    /** The code points that Neutron takes: class selectors, assured and expedited forwarding. */
    private static final List<Integer> MARKS =
            List.of(0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 44, 46, 48, 56);

    private static final Type<Flow> FLOW = Types.words(Map.of("ingress", Flow.INGRESS, "egress", Flow.EGRESS));

    private static final Type<Integer> MARK = json -> {
        int mark = number(0, 63).read(json);
        if (!MARKS.contains(mark)) {
            throw new Type.Invalid("'%d' is not in %s".formatted(mark, MARKS));
        }
        return mark;
    };

    private static final Type<List<Map<String, Object>>> RULES = json -> {
        throw new Type.Invalid("rules are made one by one");
    };

    private QosAttributes() {}

    /** What networks, ports and floating IPs have. */
    static <T extends Resource<T>> Attribute<T, @Nullable UUID> policyOf(Function<T, @Nullable UUID> reader) {
        return Attribute.of("qos_policy_id", nullable(ID), reader)
                .post(null)
                .put()
                .list();
    }

    static Attributes<QosPolicy> table() {
        return new Attributes<>(
                Kind.QOS_POLICY,
                List.of(
                        Attribute.<QosPolicy, Boolean>of(
                                        "shared",
                                        FLAG,
                                        policy -> !policy.sharedWith().isEmpty())
                                .post(false)
                                .put()
                                .setByOperators()
                                .filter(),
                        Attribute.<QosPolicy, Boolean>of("is_default", FLAG, QosPolicy::isDefault)
                                .post(false)
                                .put()
                                .list(),
                        Attribute.<QosPolicy, List<Map<String, Object>>>of(
                                "rules",
                                RULES,
                                policy -> policy.rules().stream()
                                        .map(QosAttributes::inPolicy)
                                        .toList())));
    }

    private static Map<String, Object> inPolicy(QosRule rule) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", rule.resource().id().toString());
        view.put("qos_policy_id", rule.policy().toString());
        view.put("type", rule.type());
        switch (rule) {
            case BandwidthLimit limit -> {
                view.put("max_kbps", limit.maxKbps());
                view.put("max_burst_kbps", limit.maxBurstKbps());
                view.put("direction", limit.flow().word());
            }
            case DscpMarking marking -> view.put("dscp_mark", marking.mark());
            case MinimumBandwidth minimum -> {
                view.put("min_kbps", minimum.minKbps());
                view.put("direction", minimum.flow().word());
            }
        }
        return view;
    }

    private static <R extends Resource<R> & QosRule> Attribute<R, UUID> policy() {
        return Attribute.<R, UUID>of("policy_id", ID, QosRule::policy).hidden();
    }

    private static <R extends Resource<R>> Attribute<R, Flow> direction(Function<R, Flow> reader) {
        return Attribute.of("direction", FLOW, reader).post(Flow.EGRESS).put().list();
    }

    private static <R extends Resource<R>> Attributes<R> bare(Attributes<R> rules) {
        return rules.without("name", "description", "tags", "created_at", "updated_at", "revision_number");
    }

    static Attributes<BandwidthLimit> limits() {
        return bare(new Attributes<>(
                Kind.BANDWIDTH_LIMIT_RULE,
                List.of(
                        QosAttributes.<BandwidthLimit>policy(),
                        Attribute.<BandwidthLimit, Integer>of(
                                        "max_kbps", number(0, Integer.MAX_VALUE), BandwidthLimit::maxKbps)
                                .required()
                                .put()
                                .list(),
                        Attribute.<BandwidthLimit, Integer>of(
                                        "max_burst_kbps", number(0, Integer.MAX_VALUE), BandwidthLimit::maxBurstKbps)
                                .post(0)
                                .put()
                                .list(),
                        direction(BandwidthLimit::flow))));
    }

    static Attributes<DscpMarking> markings() {
        return bare(new Attributes<>(
                Kind.DSCP_MARKING_RULE,
                List.of(
                        QosAttributes.<DscpMarking>policy(),
                        Attribute.<DscpMarking, Integer>of("dscp_mark", MARK, DscpMarking::mark)
                                .required()
                                .put()
                                .list())));
    }

    static Attributes<MinimumBandwidth> minima() {
        return bare(new Attributes<>(
                Kind.MINIMUM_BANDWIDTH_RULE,
                List.of(
                        QosAttributes.<MinimumBandwidth>policy(),
                        Attribute.<MinimumBandwidth, Integer>of(
                                        "min_kbps", number(0, Integer.MAX_VALUE), MinimumBandwidth::minKbps)
                                .required()
                                .put()
                                .list(),
                        direction(MinimumBandwidth::flow))));
    }
}
