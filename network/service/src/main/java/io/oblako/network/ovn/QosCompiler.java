package io.oblako.network.ovn;

import static io.oblako.network.ovn.NbTable.LOGICAL_SWITCH;
import static io.oblako.network.ovn.NbTable.QOS;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.qos.BandwidthLimit;
import io.oblako.network.domain.qos.DscpMarking;
import io.oblako.network.domain.qos.Flow;
import io.oblako.network.domain.qos.MinimumBandwidth;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.qos.QosRule;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Atom;
import io.oblako.network.ovsdb.value.AtomMap;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Limits and marks of ports and floating IPs. What a port is only promised is not OVN's affair. Pure. */
final class QosCompiler {

    private static final int PORTS = 2002;
    /** Those of floating IPs come first: they say more of a packet. */
    private static final int FLOATING_IPS = 2003;

    private QosCompiler() {}

    /** What limits and marks are of: which row of the switch they are, and which packets they speak about. */
    private record Subject(Unit unit, long revision, UUID network, int priority, Map<Flow, String> matches) {}

    /** @param model holds the policy that is in force */
    static List<NbRow> port(Model model, Port port) {
        Map<Flow, String> matches = new EnumMap<>(Flow.class);
        matches.put(Flow.EGRESS, "inport == \"" + port.id() + '"');
        matches.put(Flow.INGRESS, "outport == \"" + port.id() + '"');
        return rows(
                model,
                port.qos().effective(),
                new Subject(Unit.of(Kind.PORT, port.id()), port.standard().revision(), port.network(), PORTS, matches));
    }

    /**
     * What passes the router's gateway under the address, on whichever host that is.
     *
     * @param model holds the policy that is in force, and the floating IP's own port, whose policy is its network's
     * @param gateway the router's port on the external network
     */
    static List<NbRow> floatingIp(Model model, FloatingIp floating, UUID gateway) {
        Port own = model.ports().get(floating.ownPort());
        UUID ofNetwork = own == null ? null : own.qos().effective();
        Map<Flow, String> matches = new EnumMap<>(Flow.class);
        matches.put(Flow.EGRESS, "inport == \"%s\" && ip4.src == %s".formatted(gateway, floating.address()));
        matches.put(Flow.INGRESS, "outport == \"%s\" && ip4.dst == %s".formatted(gateway, floating.address()));
        return rows(
                model,
                floating.qosPolicy() == null ? ofNetwork : floating.qosPolicy(),
                new Subject(
                        Unit.of(Kind.FLOATING_IP, floating.id()),
                        floating.standard().revision(),
                        floating.network(),
                        FLOATING_IPS,
                        matches));
    }

    private static List<NbRow> rows(Model model, @Nullable UUID id, Subject subject) {
        QosPolicy policy = id == null ? null : model.policies().get(id);
        if (policy == null) {
            return List.of();
        }
        List<NbRow> rows = new ArrayList<>();
        subject.matches.forEach((flow, match) -> {
            Map<Atom, Atom> limits = new TreeMap<>();
            Map<Atom, Atom> marks = new TreeMap<>();
            policy.rules().forEach(rule -> say(rule, flow, limits, marks));
            if (!limits.isEmpty() || !marks.isEmpty()) {
                rows.add(row(
                        subject, flow, match, new AtomMap(new TreeMap<>(limits)), new AtomMap(new TreeMap<>(marks))));
            }
        });
        return rows;
    }

    private static void say(QosRule rule, Flow flow, Map<Atom, Atom> limits, Map<Atom, Atom> marks) {
        switch (rule) {
            case BandwidthLimit limit -> {
                if (limit.flow() == flow) {
                    limits.put(new Atom.Text("rate"), new Atom.Whole(limit.maxKbps()));
                    if (limit.maxBurstKbps() > 0) {
                        limits.put(new Atom.Text("burst"), new Atom.Whole(limit.maxBurstKbps()));
                    }
                }
            }
            case DscpMarking marking -> {
                if (flow == Flow.EGRESS) {
                    marks.put(new Atom.Text("dscp"), new Atom.Whole(marking.mark()));
                }
            }
            case MinimumBandwidth promised -> {}
        }
    }

    private static NbRow row(Subject subject, Flow flow, String match, Value limits, Value marks) {
        return NbRow.of(
                QOS,
                NbNames.row("qos", subject.unit.id(), flow),
                subject.unit,
                subject.revision,
                Map.of(
                        "priority", Value.whole(subject.priority),
                        "direction", Value.text(flow == Flow.EGRESS ? "from-lport" : "to-lport"),
                        "match", Value.text(match),
                        "bandwidth", limits,
                        "action", marks),
                List.of(new Parent(LOGICAL_SWITCH, NbNames.networkSwitch(subject.network), "qos_rules")),
                Map.of());
    }
}
