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
import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Atom;
import io.oblako.network.ovsdb.value.AtomMap;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Limits and marks of ports. What a port is only promised is not OVN's affair. Pure. */
final class QosCompiler {

    private static final int PRIORITY = 2002;

    private QosCompiler() {}

    /** @param model holds the policy that is in force */
    static List<NbRow> port(Model model, Port port) {
        UUID effective = port.qos().effective();
        QosPolicy policy = effective == null ? null : model.policies().get(effective);
        if (policy == null) {
            return List.of();
        }
        List<NbRow> rows = new ArrayList<>();
        for (Flow flow : Flow.values()) {
            Map<Atom, Atom> limits = new TreeMap<>();
            Map<Atom, Atom> marks = new TreeMap<>();
            policy.rules().forEach(rule -> say(rule, flow, limits, marks));
            if (!limits.isEmpty() || !marks.isEmpty()) {
                rows.add(row(port, flow, new AtomMap(new TreeMap<>(limits)), new AtomMap(new TreeMap<>(marks))));
            }
        }
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

    private static NbRow row(Port port, Flow flow, Value limits, Value marks) {
        boolean out = flow == Flow.EGRESS;
        return NbRow.of(
                QOS,
                NbNames.row("qos", port.id(), flow),
                Unit.of(Kind.PORT, port.id()),
                port.standard().revision(),
                Map.of(
                        "priority", Value.whole(PRIORITY),
                        "direction", Value.text(out ? "from-lport" : "to-lport"),
                        "match", Value.text((out ? "inport == \"" : "outport == \"") + port.id() + '"'),
                        "bandwidth", limits,
                        "action", marks),
                List.of(new Parent(LOGICAL_SWITCH, NbNames.networkSwitch(port.network()), "qos_rules")),
                Map.of());
    }
}
