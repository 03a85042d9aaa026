package io.oblako.compute.node.nic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps guests from advertising themselves as routers of IPv6 (security row NET-04) by flows of the host's own in the
 * first table of the integration bridge, because OVN passes such messages above all rules (ADR 0075). Flows are about
 * numbers that the switch has given to ports, and last until somebody clears the switch, as ovn-controller does whenever
 * it begins; {@link #heal} puts them back. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ovs-ofctl.8.html">ovs-ofctl(8)</a>
 */
final class RouterAdvertisements {

    /** Above all flows of OVN. */
    private static final int PRIORITY = 30_000;
    /** Marks our flows, with their kind in the last digits: "oblako". OVN's own are shorter. */
    private static final long COOKIE = 0x6f62_6c61_6b6f_0000L;

    private static final long ANY_KIND = 0xffff_ffff_ffff_0000L;
    private static final long EXACTLY = -1;
    private static final Pattern FLOW = Pattern.compile("cookie=0x([0-9a-f]{1,16}),.*\\bin_port=([0-9]{1,9})\\b");

    private final String bridge;

    /**
     * A port of the switch that a guest is behind.
     *
     * @param number in OpenFlow
     * @param trusted whether its guest may be a router, but for networks of a trunk, whose packets have a tag: their
     *     ports have a port security of their own, which the host does not know
     */
    record GuestPort(long number, boolean trusted) {}

    /** What is dropped, with its number in the cookie, which is never another's. Tagged or not where no tag is named. */
    private enum Kind {
        ADVERTISEMENT(0, "icmp6,icmp_type=134"),
        /** Of ND by the hops left, as the switch sees no type; ND is never fragmented (RFC 6980). */
        FRAGMENT(1, "icmp6,nw_ttl=255,ip_frag=yes"),
        TAGGED_ADVERTISEMENT(2, "vlan_tci=0x1000/0x1000," + ADVERTISEMENT.match),
        TAGGED_FRAGMENT(3, "vlan_tci=0x1000/0x1000," + FRAGMENT.match);

        private final long cookie;
        private final String match;

        Kind(int number, String match) {
            this.cookie = COOKIE + number;
            this.match = match;
        }

        static Kind of(long cookie) {
            return Arrays.stream(values())
                    .filter(kind -> kind.cookie == cookie)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private record Flow(long port, long cookie) {}

    /** @param management the socket of the integration bridge */
    RouterAdvertisements(Path management) {
        this.bridge = "unix:" + management;
    }

    /** Guards these ports; those that are guarded already stay so. */
    synchronized void guard(Collection<GuestPort> ports) throws IOException {
        List<String> changes = new ArrayList<>();
        flows(ports).forEach(flow -> changes.add(added(flow)));
        apply(changes);
    }

    /**
     * Makes the guarded ports these.
     *
     * @param ports asked once it is known what is guarded, so that nothing new is taken for a rest
     * @return how many flows were missing
     */
    synchronized int heal(Supplier<Collection<GuestPort>> ports) throws IOException {
        Set<Flow> there = there();
        Set<Flow> wanted = flows(ports.get());
        Set<Flow> missing = new HashSet<>(wanted);
        missing.removeAll(there);
        there.removeAll(wanted);
        List<String> changes = new ArrayList<>();
        there.forEach(flow -> changes.add(removed(flow)));
        missing.forEach(flow -> changes.add(added(flow)));
        apply(changes);
        return missing.size();
    }

    private static Set<Flow> flows(Collection<GuestPort> ports) {
        Set<Flow> flows = new HashSet<>();
        for (GuestPort port : ports) {
            List<Kind> kinds = port.trusted()
                    ? List.of(Kind.TAGGED_ADVERTISEMENT, Kind.TAGGED_FRAGMENT)
                    : List.of(Kind.ADVERTISEMENT, Kind.FRAGMENT);
            kinds.forEach(kind -> flows.add(new Flow(port.number(), kind.cookie)));
        }
        return flows;
    }

    private Set<Flow> there() throws IOException {
        String ours = "cookie=0x%x/0x%x".formatted(COOKIE, ANY_KIND);
        Matcher line = FLOW.matcher(run("", "--no-stats", "--no-names", "dump-flows", bridge, ours));
        Set<Flow> flows = new HashSet<>();
        while (line.find()) {
            flows.add(new Flow(Long.parseLong(line.group(2)), Long.parseUnsignedLong(line.group(1), 16)));
        }
        return flows;
    }

    private static String added(Flow flow) {
        return "add cookie=0x%x,table=0,priority=%d,in_port=%d,%s,actions=drop\n"
                .formatted(flow.cookie(), PRIORITY, flow.port(), Kind.of(flow.cookie()).match);
    }

    private static String removed(Flow flow) {
        return "delete cookie=0x%x/0x%x,in_port=%d\n".formatted(flow.cookie(), EXACTLY, flow.port());
    }

    private void apply(List<String> changes) throws IOException {
        if (!changes.isEmpty()) {
            run(String.join("", changes), "add-flows", bridge, "-");
        }
    }

    private static String run(String input, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ovs-ofctl", "--timeout=5"));
        command.addAll(List.of(words));
        return SwitchTool.run("drop router advertisements", command, input);
    }
}
