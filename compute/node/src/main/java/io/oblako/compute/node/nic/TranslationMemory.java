package io.oblako.compute.node.nic;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.kernel.process.LiveProgram;
import io.oblako.kernel.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes connection tracking forget floating IPs that lead elsewhere now (security row NET-11, ADR 0076). It remembers how
 * a flow is translated for as long as the flow goes on: the last owner of an address would go on to send under it, and to
 * get what is sent to it. The switch tells which flows of OVN come and go, and these say what this host translates. A
 * flush too many harms nothing: where the address still leads there, a flow goes on as it was. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ovs-ofctl.8.html">ovs-ofctl(8), monitor and ct-flush</a>
 */
public final class TranslationMemory implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TranslationMemory.class);

    /** Flushed in one round: each makes the switch read through all connections twice. */
    private static final int MOST = 50;
    /** By these OVN translates a floating IP. What forwards a port, or shares the router's address, has another form. */
    private static final Pattern EVENT = Pattern.compile(
            " event=(ADDED|MODIFIED|DELETED) .*\\b(table=[0-9]+ )cookie=\\S+ (\\S*\\bnw_dst=([0-9.]{7,15})(,\\S*)?)"
                    + " actions=.*\\bnat\\(dst=([0-9.]{7,15})\\).*");

    private static final Pattern REMEMBERED = Pattern.compile("([0-9.]{7,15}) ([0-9.]{7,15})");

    private final String bridge;
    private final Path socket;
    private final Path file;
    private final MeterRegistry meters;
    /** By what each flow is about; of the monitor that runs. */
    private final Map<String, Translation> there = new HashMap<>();
    /** What may be remembered by the switch: what is there, and what has gone and was not flushed twice. */
    private final Set<Translation> known = new HashSet<>();

    private Set<Translation> leaving = Set.of();
    private @Nullable LiveProgram monitor;
    /** How often it was started: lines of earlier ones are old. */
    private int sessions;

    private boolean broken;

    /** An address outside, and the one inside that it leads to. */
    private record Translation(String outer, String inner) {}

    /**
     * @param remote of the host's Open vSwitch database, as {@link OvsSwitch} has it
     * @param file where what is known is kept, for the next daemon
     */
    public TranslationMemory(String remote, Path file, MeterRegistry meters) {
        this.socket = OvsSwitch.management(OvsSwitch.socket(remote));
        this.bridge = "unix:" + socket;
        this.file = file;
        this.meters = meters;
        known.addAll(kept(file));
    }

    private static Set<Translation> kept(Path file) {
        try {
            String lines = Files.exists(file) ? Files.readString(file) : "";
            return REMEMBERED
                    .matcher(lines)
                    .results()
                    .map(line -> new Translation(line.group(1), line.group(2)))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Listens to the switch, and flushes what has gone since the last round; from time to time. What fails is said once
     * and tried again the next time.
     */
    public synchronized void heal() {
        try {
            if (monitor == null || !monitor.runs()) {
                listen();
                return;
            }
            Set<Translation> gone = new HashSet<>(known);
            gone.removeAll(there.values());
            gone = gone.stream().limit(MOST).collect(Collectors.toSet());
            for (Translation each : gone) {
                flush(each);
            }
            // The switch goes on for a moment by what it had decided before, and may have remembered it anew.
            Set<Translation> twice = new HashSet<>(gone);
            twice.retainAll(leaving);
            known.removeAll(twice);
            leaving = gone;
            if (!twice.isEmpty()) {
                keep();
            }
            broken = false;
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        meters.counter("oblako_node_translations_failed").increment();
        if (!broken) {
            LOG.warnf("Flows may go on under floating IPs that were taken away: %s", e.getMessage());
        }
        broken = true;
    }

    /** It says first what there is, as added. */
    private void listen() throws IOException {
        boolean ended = monitor != null;
        monitor = null;
        if (!Files.exists(socket)) {
            return; // No bridge, no packets.
        }
        there.clear();
        leaving = Set.of();
        int session = ++sessions;
        try {
            monitor = LiveProgram.start(
                    List.of("ovs-ofctl", "--no-names", "--unixctl=none", "monitor", bridge, "watch:"),
                    line -> told(session, line));
        } catch (Processes.ProcessFailed e) {
            throw new IOException(e.getMessage(), e);
        }
        if (ended) {
            throw new IOException("ovs-ofctl did not go on to listen to " + bridge);
        }
    }

    private synchronized void told(int session, String line) {
        Matcher event = EVENT.matcher(line);
        if (session != sessions || !event.matches()) {
            return;
        }
        String flow = event.group(2) + event.group(3);
        Translation translation = new Translation(event.group(4), event.group(6));
        boolean deleted = event.group(1).equals("DELETED");
        Translation before = deleted ? there.remove(flow) : there.put(flow, translation);
        if (!deleted && known.add(translation)) {
            keep();
        }
        if (before != null && !there.containsValue(before)) {
            try {
                flush(before);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /** What came in by the address, and what left under it. */
    private void flush(Translation gone) throws IOException {
        flush("ct_nw_dst=" + gone.outer, "ct_nw_src=" + gone.inner);
        flush("ct_nw_src=" + gone.inner, "ct_nw_dst=" + gone.outer);
        meters.counter("oblako_node_translations_flushed").increment();
    }

    private void flush(String asked, String answered) throws IOException {
        SwitchTool.run("forget connections", List.of("ovs-ofctl", "--timeout=5", "ct-flush", bridge, asked, answered));
    }

    private void keep() {
        String lines = known.stream()
                .map(each -> each.outer + " " + each.inner + "\n")
                .sorted()
                .collect(Collectors.joining());
        AtomicFiles.write(file, lines.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void close() {
        if (monitor != null) {
            monitor.close();
            monitor = null;
        }
    }
}
