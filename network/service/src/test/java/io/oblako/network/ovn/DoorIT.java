package io.oblako.network.ovn;

import static io.oblako.network.ovn.Street.ATTACKER;
import static io.oblako.network.ovn.Street.VICTIM;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Plain;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.reach.Things;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import io.oblako.testing.guest.Taps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest whose rules let in TCP to port 22 alone, while each millisecond another guest sends it one packet that may
 * pass and one that may not: whatever is plugged in, changed or dies meanwhile, the second kind never comes out.
 */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class DoorIT {

    private static final UUID DOOR = Things.id("door");
    private static final int OPEN_PORT = 22;
    private static final int SHUT_PORT = 4_000;
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long MILLISECOND = 1_000_000;

    private static final int ACK = 16;
    private static final int SYN_FIN = 3;
    private static final int ALL_FLAGS = 63;
    private static final int MORE_FRAGMENTS = 0x2000;

    private static SwitchedHost host;

    private int number;

    /** Packets that came out of the victim's cable. */
    private record Came(int allowed, int forbidden) {}

    @BeforeAll
    static void start() {
        host = new SwitchedHost(Street.GUESTS);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static Model street(SecurityRule... more) {
        SecurityRule door = in("tcp", OPEN_PORT);
        SecurityRule[] rules =
                Stream.concat(Stream.of(door), Arrays.stream(more)).toArray(SecurityRule[]::new);
        return new Street(DOOR).model(Street.group(DOOR, rules), Street.open());
    }

    private static SecurityRule in(String protocol, int port) {
        return Street.rule(DOOR, Direction.INGRESS, EtherType.IPV4, protocol, port);
    }

    private static void plugIn() {
        host.plug(VICTIM, Street.id(VICTIM));
        host.awaitPlugged(VICTIM, 1);
    }

    @BeforeEach
    void theAttackerIsThereAndTheVictimIsNot() {
        host.unplugAll();
        host.want(street());
        host.plug(ATTACKER, Street.id(ATTACKER));
        host.awaitPlugged(ATTACKER, 1);
        host.settle();
        host.taps().receive(Duration.ZERO);
    }

    private static Packet packet(Payload payload) {
        return new Packet(Street.four(ATTACKER), Street.four(VICTIM), payload);
    }

    private static byte[] frame(Payload payload, int mark) {
        return new MarkedFrame(Street.mac(VICTIM), Street.mac(ATTACKER), packet(payload), mark).bytes();
    }

    /** Marks of what may pass are even, and each of its packets begins a flow of its own. */
    private void sendBoth() {
        number += 2;
        Segment allowed = new Segment(Payload.TCP, 10_000 + number % 50_000, OPEN_PORT);
        host.taps().send(ATTACKER, frame(allowed, number));
        host.taps().send(ATTACKER, frame(new Segment(Payload.UDP, 5_000, SHUT_PORT), number + 1));
    }

    /**
     * Sends while it happens and for a while thereafter.
     *
     * @param patience how long what may pass is waited for, once it has happened
     */
    private Came during(Runnable event, Duration patience) {
        int allowed = 0;
        int forbidden = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> happening = executor.submit(event);
            long due = System.nanoTime();
            long end = Long.MAX_VALUE;
            long last = Long.MAX_VALUE;
            while (System.nanoTime() < end || (allowed == 0 && System.nanoTime() < last)) {
                if (System.nanoTime() >= due) {
                    sendBoth();
                    due += MILLISECOND;
                }
                for (Taps.Arrival arrival : host.taps().receive(Duration.ofMillis(1))) {
                    int mark = StrangeFrame.marked(arrival.frame()).orElse(0);
                    if (arrival.tap() == VICTIM && mark > 0) {
                        allowed += 1 - mark % 2;
                        forbidden += mark % 2;
                    }
                }
                if (happening.isDone() && end == Long.MAX_VALUE) {
                    happening.get();
                    end = System.nanoTime() + A_WHILE.toNanos();
                    last = System.nanoTime() + patience.toNanos();
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Came(allowed, forbidden);
    }

    private void holdsTheDoor(Runnable event) {
        Came came = during(event, PATIENCE);
        assertThat(came.forbidden).isZero();
        assertThat(came.allowed).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void NET_10_nothingPassesBeforeTheRulesWhenAGuestIsPluggedIn(int round) {
        holdsTheDoor(DoorIT::plugIn);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void NET_10_nothingPassesBeforeTheRulesWhenTheCableIsThereBeforeThePort(int round) {
        host.want(Model.of(List.of(), List.of()));
        host.plug(VICTIM, Street.id(VICTIM));
        host.settle();
        holdsTheDoor(() -> {
            host.want(street());
            host.awaitPlugged(ATTACKER, 2);
        });
    }

    @Test
    void NET_10_nothingPassesWhileNobodyControlsTheSwitchAndTheRulesHoldOnceSomebodyDoes() {
        host.kill("controller");
        assertThat(during(() -> host.plug(VICTIM, Street.id(VICTIM)), A_WHILE)).isEqualTo(new Came(0, 0));
        holdsTheDoor(() -> {
            host.startController();
            host.awaitPlugged(VICTIM, 1);
        });
    }

    @Test
    void NET_10_aSwitchThatBeginsAnewLetsNothingPassThatItHadRefused() {
        plugIn();
        holdsTheDoor(() -> {
            host.kill("switch");
            host.startSwitch();
            host.awaitFlows();
        });
        holdsTheDoor(host::settle);
    }

    @Test
    void NET_09_aChangeOfRulesLeavesNoGap() {
        plugIn();
        holdsTheDoor(() -> {
            for (int i = 0; i < 10; i++) {
                host.want(street(in("udp", 53 + i), in("tcp", 8_000 + i)));
                host.want(street(in("icmp", i)));
                host.settle();
            }
        });
    }

    @Test
    void NET_09_aRuleThatIsRemovedCutsWhatItHadLetThrough() {
        Segment asks = new Segment(Payload.UDP, 5_300, 53);
        host.want(street(in("udp", 53)));
        plugIn();
        host.settle();
        assertThat(passes(ATTACKER, VICTIM, asks, PATIENCE)).isTrue();
        assertThat(passes(VICTIM, ATTACKER, new Segment(Payload.UDP, 53, 5_300), PATIENCE))
                .isTrue();
        assertThat(passes(ATTACKER, VICTIM, asks, PATIENCE)).isTrue();
        host.want(street());
        host.settle();
        assertThat(passes(ATTACKER, VICTIM, asks, A_WHILE)).isFalse();
        assertThat(passes(VICTIM, ATTACKER, new Segment(Payload.UDP, 53, 5_300), A_WHILE))
                .isFalse();
    }

    /** Whether one packet that a guest sends to another one comes out there. */
    private boolean passes(int from, int to, Payload payload, Duration within) {
        int mark = ++number;
        Packet packet = new Packet(Street.four(from), Street.four(to), payload);
        host.taps().send(from, new MarkedFrame(Street.mac(to), Street.mac(from), packet, mark).bytes());
        long deadline = System.nanoTime() + within.toNanos();
        boolean came = false;
        while (!came && System.nanoTime() < deadline) {
            came = arrived(to).contains(mark);
        }
        return came;
    }

    /** Until nothing more comes. */
    private static List<Integer> arrived(int to) {
        List<Integer> marks = new ArrayList<>();
        List<Taps.Arrival> arrivals = host.taps().receive(A_WHILE);
        while (!arrivals.isEmpty()) {
            arrivals.stream()
                    .filter(arrival -> arrival.tap() == to)
                    .forEach(arrival -> StrangeFrame.marked(arrival.frame()).ifPresent(marks::add));
            arrivals = host.taps().receive(A_WHILE);
        }
        return marks;
    }

    private void sendFour(int protocol, int fragment, byte[] options, byte[] payload) {
        byte[] packet =
                StrangeFrame.four(Street.four(ATTACKER), Street.four(VICTIM), protocol, fragment, options, payload);
        host.taps()
                .send(
                        ATTACKER,
                        StrangeFrame.ethernet(Street.mac(VICTIM), Street.mac(ATTACKER), StrangeFrame.IPV4, packet));
    }

    private static byte[] tcp(int port, int flags, int mark) {
        return StrangeFrame.tcp(
                Street.four(ATTACKER),
                Street.four(VICTIM),
                new Segment(Payload.TCP, 6_000 + mark % 1_000, port),
                flags,
                StrangeFrame.join(StrangeFrame.mark(mark), StrangeFrame.mark(mark), StrangeFrame.mark(mark)));
    }

    private static byte[] part(byte[] all, int from, int to) {
        return Arrays.copyOfRange(all, from, Math.min(to, all.length));
    }

    @Test
    void NET_19_strangePacketsPassNoDoorThatPlainOnesDoNot() {
        plugIn();
        host.settle();
        byte[] alert = {(byte) 0x94, 4, 0, 0};
        byte[] route = {(byte) 0x83, 7, 4, 10, 0, 0, 11, 0};
        for (byte[] options : List.of(alert, route)) {
            sendFour(Payload.TCP, 0, options, tcp(SHUT_PORT, StrangeFrame.SYN, ++number));
        }
        for (int flags : List.of(0, ACK, SYN_FIN, ALL_FLAGS)) {
            sendFour(Payload.TCP, 0, new byte[0], tcp(SHUT_PORT, flags, ++number));
        }
        for (int cut : List.of(8, 16, 24, 32)) {
            byte[] whole = tcp(SHUT_PORT, StrangeFrame.SYN, ++number);
            sendFour(Payload.TCP, MORE_FRAGMENTS, new byte[0], part(whole, 0, cut));
            sendFour(Payload.TCP, cut / 8, new byte[0], part(whole, cut, whole.length));
        }
        byte[] open = tcp(OPEN_PORT, StrangeFrame.SYN, ++number);
        byte[] shut = tcp(SHUT_PORT, StrangeFrame.SYN, number);
        sendFour(Payload.TCP, MORE_FRAGMENTS, new byte[0], part(open, 0, 24));
        sendFour(Payload.TCP, MORE_FRAGMENTS, new byte[0], part(shut, 0, 24));
        sendFour(Payload.TCP, 3, new byte[0], part(shut, 24, shut.length));
        for (int protocol : List.of(47, 50, 51, 112, 255)) {
            host.taps().send(ATTACKER, frame(new Plain(protocol), ++number));
        }
        host.taps().send(ATTACKER, frame(new Segment(Payload.SCTP, 5_000, OPEN_PORT), ++number));
        host.taps().send(ATTACKER, frame(new Segment(Payload.UDP, 5_000, OPEN_PORT), ++number));
        host.taps().send(ATTACKER, frame(Message.echo(4), ++number));
        errors();
        hidden();
        assertThat(arrived(VICTIM)).isEmpty();
        assertThat(passes(ATTACKER, VICTIM, new Segment(Payload.TCP, 9_000, OPEN_PORT), PATIENCE))
                .isTrue();
    }

    /** Of ICMP, about packets that nobody has sent, the victim least of all. */
    private void errors() {
        for (int type : List.of(3, 4, 5, 11, 12)) {
            byte[] quoted = StrangeFrame.four(
                    Street.four(VICTIM),
                    Ip.of("10.0.0.99"),
                    Payload.UDP,
                    0,
                    new byte[0],
                    StrangeFrame.join(
                            StrangeFrame.two(68),
                            StrangeFrame.two(67),
                            StrangeFrame.two(16),
                            StrangeFrame.two(0),
                            StrangeFrame.mark(++number)));
            byte[] head = {(byte) type, 1, 0, 0, 0, 0, 0, 0};
            sendFour(Payload.ICMP, 0, new byte[0], StrangeFrame.plainlySummed(StrangeFrame.join(head, quoted)));
        }
    }

    /** Behind headers that say nothing, as many as fit; no rule lets anything in by IPv6. */
    private void hidden() {
        Ip source = Street.six(ATTACKER);
        Ip to = Street.six(VICTIM);
        byte[] datagram = StrangeFrame.join(
                StrangeFrame.two(5_000),
                StrangeFrame.two(SHUT_PORT),
                StrangeFrame.two(16),
                StrangeFrame.two(0),
                StrangeFrame.mark(++number));
        byte[] padding = {0, 0, 1, 4, 0, 0, 0, 0};
        byte[] chain = datagram;
        int next = Payload.UDP;
        for (int i = 0; i < 8; i++) {
            byte[] header = padding.clone();
            header[0] = (byte) next;
            chain = StrangeFrame.join(header, chain);
            next = 60;
        }
        byte[] hop = padding.clone();
        hop[0] = (byte) next;
        byte[] packet = StrangeFrame.six(source, to, 0, 64, StrangeFrame.join(hop, chain));
        host.taps()
                .send(
                        ATTACKER,
                        StrangeFrame.ethernet(Street.mac(VICTIM), Street.mac(ATTACKER), StrangeFrame.IPV6, packet));
    }
}
