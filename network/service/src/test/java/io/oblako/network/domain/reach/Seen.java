package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.reach.Hop.AtPort;
import java.util.UUID;

/**
 * What can be seen of a packet from outside of a model: whether it came through, and how it looked then.
 *
 * @param port the guest's port that got it; null when none did
 * @param source as it was there
 * @param payload as it was there
 * @param answered whether an answer passes; null when there is none
 */
public record Seen(boolean passed, UUID port, Ip source, Ip destination, Payload payload, Boolean answered) {

    public static final Seen LOST = new Seen(false, null, null, null, null, null);

    public static Seen at(UUID port, Packet packet, Boolean answered) {
        return new Seen(true, port, packet.source(), packet.destination(), packet.payload(), answered);
    }

    public static Seen of(Verdict verdict) {
        if (!verdict.allowed()) {
            return LOST;
        }
        UUID port = verdict.outcome() == Outcome.DELIVERED && verdict.path().getLast() instanceof AtPort(var arrived)
                ? arrived.id()
                : null;
        Verdict.Answer answer = verdict.answer();
        return at(port, verdict.arrived(), answer == null ? null : answer.passes());
    }
}
