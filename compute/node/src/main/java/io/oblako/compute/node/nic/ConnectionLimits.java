package io.oblako.compute.node.nic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Limits how many connections the switch remembers of one port or router, so that a guest that begins a million takes no
 * room of the others (security row NET-18). OVN gives each a zone of connection tracking. What goes beyond the limit is not
 * remembered, so no answer comes through. The limit of all zones together, which the switch has too, would not do: one
 * guest could fill it. Limits last until the switch ends. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ovs-vswitchd.8.html">ovs-vswitchd(8), dpctl/ct-set-limits</a>
 */
final class ConnectionLimits {

    private static final Pattern LIMIT = Pattern.compile("zone=([0-9]{1,5}),limit=([0-9]{1,10})");

    private final Path pidFile;
    private final int limit;

    /**
     * @param pidFile of the switch; its control socket is beside it, with the number in its name
     * @param limit connections of a zone
     */
    ConnectionLimits(Path pidFile, int limit) {
        this.pidFile = pidFile;
        this.limit = limit;
    }

    /**
     * Makes the limited zones these.
     *
     * @param datapath of the integration bridge, for example {@code system@ovs-system}
     * @param wanted asked once it is known what is limited, so that nothing new is taken for a rest
     * @return how many had no limit, or another
     */
    synchronized int heal(String datapath, Supplier<Set<Integer>> wanted) throws IOException {
        Map<Integer, Integer> there = there(datapath);
        Set<Integer> zones = wanted.get();
        Set<Integer> missing = new TreeSet<>(zones);
        missing.removeIf(zone -> there.getOrDefault(zone, -1) == limit);
        Set<Integer> rests = new TreeSet<>(there.keySet());
        rests.removeAll(zones);
        limit(datapath, missing);
        if (!rests.isEmpty()) {
            run(
                    "dpctl/ct-del-limits",
                    datapath,
                    "zone=" + rests.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return missing.size();
    }

    private void limit(String datapath, Collection<Integer> zones) throws IOException {
        List<String> words = new ArrayList<>(List.of("dpctl/ct-set-limits", datapath));
        zones.forEach(zone -> words.add("zone=%d,limit=%d".formatted(zone, limit)));
        if (!zones.isEmpty()) {
            run(words.toArray(String[]::new));
        }
    }

    private Map<Integer, Integer> there(String datapath) throws IOException {
        Matcher line = LIMIT.matcher(run("dpctl/ct-get-limits", datapath));
        Map<Integer, Integer> limits = new HashMap<>();
        while (line.find()) {
            limits.put(Integer.parseInt(line.group(1)), (int) Long.parseLong(line.group(2)));
        }
        return limits;
    }

    private String run(String... words) throws IOException {
        String pid = Files.readString(pidFile).strip();
        Path control = pidFile.resolveSibling("ovs-vswitchd." + pid + ".ctl");
        List<String> command = new ArrayList<>(List.of("ovs-appctl", "--timeout=5", "--target=" + control));
        command.addAll(List.of(words));
        return SwitchTool.run("limit connections", command);
    }
}
