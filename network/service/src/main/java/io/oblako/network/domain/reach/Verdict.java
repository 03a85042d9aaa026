package io.oblako.network.domain.reach;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a packet.
 *
 * @param sent as it left its source
 * @param arrived as it was when its way ended, behind all NAT
 * @param egress what the port it came from said; absent when it came from outside, or was not asked
 * @param ingress what the port it is for said; absent when it did not get there, or that is not to be told
 * @param answer whether what is sent back passes, too; absent when nothing was delivered, or nobody answers such packets
 * @param path from the source to where it ended; never empty
 */
public record Verdict(
        Outcome outcome,
        Packet sent,
        Packet arrived,
        @Nullable Ruling egress,
        @Nullable Ruling ingress,
        @Nullable Answer answer,
        List<Hop> path) {

    /**
     * Answers to a tracked flow pass by themselves; where a stateless group let it through, they need rules of their own.
     *
     * @param leaves what the port that answers says; absent when its word was not needed
     * @param returns what the port that asked says; the same
     * @param recognised whether it comes from where the packet was sent to: routers undo NAT at their gateway only, and an
     *     answer to somebody behind the same router does not pass there
     */
    public record Answer(@Nullable Ruling leaves, @Nullable Ruling returns, boolean recognised) {

        public boolean passes() {
            return recognised && (leaves == null || leaves.passes()) && (returns == null || returns.passes());
        }
    }

    public Verdict {
        path = List.copyOf(path);
    }

    public boolean allowed() {
        return outcome.allowed();
    }

    /** The same way with another end, of which no port has decided. */
    Verdict instead(Outcome other) {
        return new Verdict(other, sent, arrived, egress, null, null, path);
    }
}
