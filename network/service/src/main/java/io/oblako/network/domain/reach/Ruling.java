package io.oblako.network.domain.reach;

import io.oblako.network.domain.security.SecurityRule;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a port says of a packet.
 *
 * @param rule the first that lets it through, in the order of the port's groups; absent when none does or none is asked
 * @param tracked whether answers pass by themselves
 */
public record Ruling(Ground ground, @Nullable SecurityRule rule, boolean tracked) {

    /** Why. */
    public enum Ground {
        RULE(true),
        /** Port security is off, or the port is the cloud's own: groups say nothing about it. */
        UNFILTERED(true),
        /** Guests may always ask for their address. */
        ASKS_FOR_ADDRESS(true),
        /** Neighbours are found whatever groups say. */
        NEIGHBOUR_DISCOVERY(true),
        /** Guests never answer those who ask for addresses. */
        POSES_AS_DHCP(false),
        /** Guests never advertise themselves as routers. */
        POSES_AS_ROUTER(false),
        NO_RULE(false),
        /** A rule lets such things begin, but this answers something that was not tracked and so is no beginning. */
        NO_BEGINNING(false),
        /** The port is in no group, so there is no rule that could let it through. */
        NO_GROUP(false);

        private final boolean passes;

        Ground(boolean passes) {
            this.passes = passes;
        }

        public boolean passes() {
            return passes;
        }
    }

    static Ruling of(Ground ground) {
        return new Ruling(ground, null, true);
    }

    /** The same about an answer to what nobody has tracked. */
    Ruling ofAnswer(Packet answer) {
        return ground == Ground.RULE && tracked && !answer.payload().answerBegins()
                ? new Ruling(Ground.NO_BEGINNING, rule, true)
                : this;
    }

    public boolean passes() {
        return ground.passes();
    }
}
