package io.oblako.network.api;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.reach.Hop;
import io.oblako.network.domain.reach.Outcome;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Ruling;
import io.oblako.network.domain.reach.Traffic;
import io.oblako.network.domain.reach.Verdict;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.security.SecurityRule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verdict as its asker may see it: of things of others there is their place on the way, and nothing else. */
final class ReachabilityView {

    private final Viewer viewer;

    ReachabilityView(Viewer viewer) {
        this.viewer = viewer;
    }

    Map<String, @Nullable Object> of(Traffic traffic, Verdict verdict) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("allowed", verdict.allowed());
        view.put("outcome", word(verdict.outcome()));
        view.put("explanation", verdict.outcome().sentence());
        view.put("protocol", traffic.protocol());
        view.put("port", traffic.port());
        view.put("sent", addresses(verdict.sent()));
        view.put("arrived", verdict.outcome() == Outcome.OUT_OF_SIGHT ? null : addresses(verdict.arrived()));
        view.put("egress", ruling(verdict.egress()));
        view.put("ingress", ruling(verdict.ingress()));
        view.put("answer", answer(verdict.answer()));
        view.put("path", verdict.path().stream().map(this::hop).toList());
        return view;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> addresses(Packet packet) {
        Map<String, String> view = new LinkedHashMap<>();
        view.put("source", packet.source().toString());
        view.put("destination", packet.destination().toString());
        return view;
    }

    private static @Nullable Map<String, @Nullable Object> ruling(@Nullable Ruling ruling) {
        if (ruling == null) {
            return null;
        }
        SecurityRule rule = ruling.rule();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("allowed", ruling.passes());
        view.put("reason", word(ruling.ground()));
        view.put("security_group_id", rule == null ? null : rule.group().toString());
        view.put("security_group_rule_id", rule == null ? null : rule.id().toString());
        view.put("stateful", rule == null ? null : ruling.tracked());
        return view;
    }

    private static @Nullable Map<String, @Nullable Object> answer(Verdict.@Nullable Answer answer) {
        if (answer == null) {
            return null;
        }
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("allowed", answer.passes());
        view.put("egress", ruling(answer.leaves()));
        view.put("ingress", ruling(answer.returns()));
        view.put("recognised", answer.recognised());
        return view;
    }

    private Map<String, @Nullable Object> hop(Hop hop) {
        return switch (hop) {
            case Hop.AtPort(var port) -> thing("port", port, viewer.operator() || viewer.owns(port));
            case Hop.Across(Network network, var subnet) -> across(network, subnet);
            case Hop.Through(var router) -> thing("router", router, viewer.operator() || viewer.owns(router));
            case Hop.Translated translated -> translated(translated);
            case Hop.Outside() -> new LinkedHashMap<>(Map.of("type", "outside"));
            case Hop.Platform() -> new LinkedHashMap<>(Map.of("type", "platform"));
        };
    }

    private static Map<String, @Nullable Object> thing(String type, Resource<?> thing, boolean visible) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("type", type);
        view.put("foreign", !visible);
        view.put("id", visible ? thing.id().toString() : null);
        view.put("name", visible ? thing.standard().name() : null);
        return view;
    }

    private Map<String, @Nullable Object> across(Network network, @Nullable Subnet subnet) {
        boolean visible =
                viewer.operator() || viewer.owns(network) || network.sharedWith(viewer) || network.externalTo(viewer);
        Map<String, @Nullable Object> view = thing("network", network, visible);
        view.put("subnet_id", visible && subnet != null ? subnet.id().toString() : null);
        view.put("cidr", visible && subnet != null ? subnet.cidr().toString() : null);
        return view;
    }

    private Map<String, @Nullable Object> translated(Hop.Translated translated) {
        FloatingIp floatingIp = translated.floatingIp();
        boolean visible = floatingIp == null || viewer.operator() || viewer.owns(floatingIp);
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("type", translated.source() ? "snat" : "dnat");
        view.put("foreign", !visible);
        view.put("before", visible ? translated.before().toString() : null);
        view.put("after", visible ? translated.after().toString() : null);
        view.put(
                "floatingip_id", visible && floatingIp != null ? floatingIp.id().toString() : null);
        return view;
    }
}
