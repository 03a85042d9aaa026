package io.oblako.network.ovn;

import static io.oblako.network.ovn.NbTable.ADDRESS_SET;
import static io.oblako.network.ovn.NbTable.PORT_GROUP;

import io.oblako.network.contracts.MetadataPort;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Security groups: a port group each, whose members' addresses OVN itself keeps in address sets, and an ACL for all
 * rules that differ in one thing only. Whoever joins a group is put into one set of one row; no rule is written anew.
 * Pure.
 */
final class GroupCompiler {

    /** Packets of one logged row that a host writes down in a second, and in a moment: as Neutron has it. */
    private static final int LOGGED = 100;

    private static final int LOGGED_AT_ONCE = 25;

    List<NbRow> group(SecurityGroup group) {
        Unit unit = Unit.of(Kind.SECURITY_GROUP, group.id());
        long revision = group.standard().revision();
        List<NbRow> rows = new ArrayList<>();
        String name = NbNames.groupName(group.id());
        rows.add(NbRow.of(
                PORT_GROUP,
                NbNames.groupRow(group.id()),
                unit,
                revision,
                Map.of("name", Value.text(name)),
                List.of(),
                Map.of("oblako:name", group.standard().name())));
        String action = Acl.actionOf(group.stateful());
        for (RuleMatch.Compiled rule : RuleMatch.compile(group.rules(), name)) {
            rows.add(new Acl(Acl.RULE, rule.direction(), rule.match(), action, false)
                    .row(
                            NbNames.row("acl", group.id(), rule.direction(), rule.match(), action),
                            unit,
                            revision,
                            NbNames.groupRow(group.id())));
        }
        return rows;
    }

    /** Both sets are always there: rules may name them before they have members. */
    List<NbRow> addresses(AddressGroup group) {
        return IntStream.of(4, 6)
                .mapToObj(version -> NbRow.of(
                        ADDRESS_SET,
                        NbNames.row("address set", group.id(), version),
                        Unit.of(Kind.ADDRESS_GROUP, group.id()),
                        group.standard().revision(),
                        Map.of(
                                "name", Value.text(NbNames.addressSetName(group.id(), version)),
                                "addresses",
                                        Value.texts(group.addresses().stream()
                                                .filter(prefix -> prefix.version() == version)
                                                .map(Cidr::toString)
                                                .toList())),
                        List.of(),
                        Map.of()))
                .toList();
    }

    /** What holds for every port that security groups speak about, before their rules and after them. */
    List<NbRow> everywhere() {
        List<NbRow> rows = new ArrayList<>();
        rows.add(NbRow.of(
                PORT_GROUP,
                NbNames.dropGroupRow(),
                Unit.CLOUD,
                0,
                Map.of("name", Value.text(NbNames.DROP_GROUP)),
                List.of(),
                Map.of()));
        platform()
                .forEach(acl -> rows.add(acl.row(
                        NbNames.row("platform acl", acl.direction(), acl.match(), acl.action()),
                        Unit.CLOUD,
                        0,
                        NbNames.dropGroupRow())));
        rows.addAll(meter());
        return rows;
    }

    /** Each logged row has a limit of its own ({@code fair}). */
    private static List<NbRow> meter() {
        UUID band = NbNames.row("meter band", Acl.METER);
        return List.of(
                NbRow.of(
                        NbTable.METER_BAND,
                        band,
                        Unit.CLOUD,
                        0,
                        Map.of(
                                "action", Value.text("drop"),
                                "rate", Value.whole(LOGGED),
                                "burst_size", Value.whole(LOGGED_AT_ONCE)),
                        List.of(),
                        Map.of()),
                NbRow.of(
                        NbTable.METER,
                        NbNames.row("meter", Acl.METER),
                        Unit.CLOUD,
                        0,
                        Map.of(
                                "name", Value.text(Acl.METER),
                                "unit", Value.text("pktps"),
                                "fair", Value.bool(true),
                                "bands", Value.id(band)),
                        List.of(),
                        Map.of()));
    }

    /**
     * Guests ask for addresses whatever their groups say, but only those whom OVN answers for: all on the link, and the
     * server of a lease. They never answer such questions (NET-05); they ask and answer for neighbours, and never pose as
     * routers (NET-04). OVN itself lets ND pass before any ACL of the first stage, so that one stands in the stage behind;
     * OVN 23.03 lets it pass there as well, no rule can forbid it, and the guest's host does (ADR 0075).
     */
    private static List<Acl> platform() {
        String in = "inport == @" + NbNames.DROP_GROUP;
        String out = "outport == @" + NbNames.DROP_GROUP;
        return List.of(
                new Acl(
                        Acl.PLATFORM,
                        Direction.EGRESS,
                        in + " && udp && udp.src == 67 && udp.dst == 68",
                        "drop",
                        false),
                new Acl(
                        Acl.PLATFORM,
                        Direction.EGRESS,
                        in + " && udp && udp.src == 547 && udp.dst == 546",
                        "drop",
                        false),
                new Acl(Acl.PLATFORM, Direction.EGRESS, in + " && nd_ra", "drop", true),
                new Acl(
                        Acl.PLATFORM,
                        Direction.EGRESS,
                        in + " && ip4.dst == {255.255.255.255, " + MetadataPort.ADDRESS + "} && udp && udp.src == 68"
                                + " && udp.dst == 67",
                        "allow-stateless",
                        false),
                new Acl(
                        Acl.PLATFORM,
                        Direction.EGRESS,
                        in + " && ip6.dst == ff02::1:2 && udp && udp.src == 546 && udp.dst == 547",
                        "allow-stateless",
                        false),
                new Acl(Acl.DROP, Direction.EGRESS, in + " && ip", "drop", false),
                new Acl(Acl.DROP, Direction.INGRESS, out + " && ip", "drop", false));
    }
}
