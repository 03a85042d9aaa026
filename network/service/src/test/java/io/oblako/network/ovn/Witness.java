package io.oblako.network.ovn;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.testing.guest.Taps;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Frames that the attacker of a {@link Street} sends under names, and at whose cables these names come out. Honest
 * datagrams to the victim, sent last, show that frames do come out and that the switch has read what was sent before.
 * For one thread.
 */
final class Witness {

    private static final String HONEST = "honest";
    private static final Duration SILENCE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SwitchedHost host;
    private final Consumer<Taps.Arrival> listener;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<String, Set<Integer>> seen = new TreeMap<>();
    private int number;
    /** The highest number that has come. */
    private int latest;

    /** @param listener is told of each frame that comes out, ours or not */
    Witness(SwitchedHost host, Consumer<Taps.Arrival> listener) {
        this.host = host;
        this.listener = listener;
        host.taps().receive(Duration.ZERO);
    }

    /** The mark of a frame of this name. */
    int next(String name) {
        names.put(++number, name);
        return number;
    }

    void send(byte[] frame) {
        host.taps().send(Street.ATTACKER, frame);
    }

    /** From the attacker's cable to the victim, under whatever addresses. */
    static byte[] toVictim(Mac from, Ip source, int number) {
        Ip to = source.four() ? Street.four(Street.VICTIM) : Street.six(Street.VICTIM);
        Segment segment = new Segment(Payload.UDP, 4_000, 4_000);
        return new MarkedFrame(Street.mac(Street.VICTIM), from, new Packet(source, to, segment), number).bytes();
    }

    /** Returns when all that was sent before has been read by the switch. */
    void awaitRead() {
        send(toVictim(Street.mac(Street.ATTACKER), Street.four(Street.ATTACKER), next(HONEST)));
        int last = number;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (latest < last && System.nanoTime() < deadline) {
            collect();
        }
    }

    /**
     * Where frames have come out, by their names, once nothing more comes.
     *
     * @return without the honest ones, which have come to the victim
     */
    Map<String, Set<Integer>> look() {
        awaitRead();
        boolean more = true;
        while (more) {
            more = collect();
        }
        Map<String, Set<Integer>> all = new TreeMap<>(seen);
        if (!Set.of(Street.VICTIM).equals(all.remove(HONEST))) {
            throw new AssertionError("honest frames came out elsewhere: " + seen);
        }
        return all;
    }

    private boolean collect() {
        List<Taps.Arrival> arrivals = host.taps().receive(SILENCE);
        for (Taps.Arrival arrival : arrivals) {
            listener.accept(arrival);
            int mark = StrangeFrame.marked(arrival.frame()).orElse(0);
            if (mark > 0) {
                latest = Math.max(latest, mark);
                seen.computeIfAbsent(names.getOrDefault(mark, "?"), _ -> new TreeSet<>())
                        .add(arrival.tap());
            }
        }
        return !arrivals.isEmpty();
    }
}
