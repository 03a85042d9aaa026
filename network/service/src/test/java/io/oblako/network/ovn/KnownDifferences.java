package io.oblako.network.ovn;

import io.oblako.network.domain.reach.Hop.AtPort;
import io.oblako.network.domain.reach.Hop.Through;
import io.oblako.network.domain.reach.Hop.Translated;
import io.oblako.network.domain.reach.Outcome;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Ruling;
import io.oblako.network.domain.reach.Seen;
import io.oblako.network.domain.reach.Verdict;
import io.oblako.network.domain.security.SecurityRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where OVN 23.03 is known to do something else with a guest's packet than the model says: what is seen instead. That
 * it lets guests advertise themselves as routers has a test of its own; the node daemon keeps them from it (ADR 0075).
 */
final class KnownDifferences {

    private KnownDifferences() {}

    /** Empty where OVN does what the model says. */
    static Optional<Seen> seenInstead(Verdict verdict) {
        return Stream.of(hairpin(verdict), asksAsAnother(verdict))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static <T> List<T> hops(Verdict verdict, Class<T> kind) {
        return verdict.path().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /**
     * A guest that asks a port forwarding of its own router: the model has it arrive from its floating IP or the router's
     * address, in OVN it keeps its own, and what is sent back goes around the forwarding.
     */
    private static Optional<Seen> hairpin(Verdict verdict) {
        if (verdict.outcome() != Outcome.DELIVERED
                || !hairpins(verdict)
                || !(verdict.path().getLast() instanceof AtPort(var arrived))) {
            return Optional.empty();
        }
        Packet packet = new Packet(
                verdict.sent().source(),
                verdict.arrived().destination(),
                verdict.arrived().payload());
        return Optional.of(Seen.at(arrived.id(), packet, false));
    }

    private static boolean hairpins(Verdict verdict) {
        List<Translated> translated = hops(verdict, Translated.class);
        return hops(verdict, Through.class).stream().distinct().count() == 1
                && translated.size() == 2
                && translated.getFirst().source()
                && translated.getLast().floatingIp() != null
                && translated.getLast().floatingIp().target() == null;
    }

    /** Whether the source that such a guest keeps may decide whether rules let it in. */
    static boolean decidedByAnotherSource(Verdict verdict) {
        Ruling in = verdict.ingress();
        if (in == null || !hairpins(verdict)) {
            return false;
        }
        SecurityRule rule = in.rule();
        boolean anybody = rule != null
                && rule.remoteText() == null
                && rule.remoteGroup() == null
                && rule.remoteAddressGroup() == null;
        return in.ground() == Ruling.Ground.NO_RULE || (in.ground() == Ruling.Ground.RULE && !anybody);
    }

    /** Without port security the model lets guests ask DHCP from any address, OVN answers none but their own. */
    private static Optional<Seen> asksAsAnother(Verdict verdict) {
        boolean asks = verdict.outcome() == Outcome.ANSWERED_BY_PLATFORM
                && verdict.sent().destination().toString().equals("255.255.255.255")
                && !verdict.sent().source().toString().equals("0.0.0.0");
        return asks
                        && verdict.path().getFirst() instanceof AtPort(var asker)
                        && asker.fixedIps().stream()
                                .noneMatch(
                                        ip -> ip.address().equals(verdict.sent().source()))
                ? Optional.of(Seen.LOST)
                : Optional.empty();
    }
}
