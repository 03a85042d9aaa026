package io.oblako.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.token.Caller;
import io.oblako.testing.RouteInventory.Route;
import io.oblako.web.policy.Policy;
import io.oblako.web.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes times personas times whose thing it is, asked one cell after the other and compared with the policy (security rows
 * API-01 and API-03). A service generates the cells from its {@link RouteInventory} and says how its things are made; what
 * must be true of a cell is said here, once for all services.
 */
public final class AccessMatrix {

    /** Each contains the one before it, but {@code service}, which stands beside them, and {@code none}, who has no role. */
    public static final List<String> PERSONAS = List.of("none", "reader", "member", "manager", "admin", "service");

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_FAILURE = 500;

    /** What came back. */
    public record Answer(int status, String body) {

        public boolean refused() {
            return status == UNAUTHORIZED || status == FORBIDDEN;
        }
    }

    /** Sends a request in the way of the service under test, with a body that the route can do something with. */
    @FunctionalInterface
    public interface Sender {

        /** @param caller absent: without a token */
        Answer send(@Nullable Caller caller, Route route, String path);
    }

    /**
     * Something that somebody owns, named in a path.
     *
     * @param absentPath the same path with the id of nothing
     */
    public record Thing(String path, String id, String absentPath, String absentId) {

        private String spelledAsAbsent(String body) {
            return body.replace(id, absentId);
        }
    }

    /** What a cell comes to. */
    public enum Cell {
        /** Whoever asks gets through: what is answered is about the request itself. */
        THROUGH,
        REFUSED,
        /** The answer is the one that is given when there is nothing. */
        HIDDEN
    }

    private final Policy policy;
    private final Sender sender;
    private final List<String> differences = new ArrayList<>();
    private int cells;

    public AccessMatrix(Policy policy, Sender sender) {
        this.policy = policy;
        this.sender = sender;
    }

    /** Without a token exactly the public operations are answered. */
    public void anonymous(Route route, String path) {
        cells++;
        Rule rule = policy.rule(route.operation());
        Answer answer = sender.send(null, route, path);
        if ((answer.status() == UNAUTHORIZED) == (rule == Rule.ANYONE)) {
            differ(route, "nobody", answer);
        }
    }

    /** A token that is none is like no token. */
    public void badToken(Route route, Answer answer) {
        cells++;
        if (policy.rule(route.operation()) != Rule.ANYONE && answer.status() != UNAUTHORIZED) {
            differ(route, "somebody with a bad token", answer);
        }
    }

    /** About what is not there, or about nothing in particular: whom the rule does not allow is refused. */
    public Cell ofNothing(Route route, String persona, Caller caller, String path) {
        cells++;
        Answer answer = sender.send(caller, route, path);
        if (answer.status() >= FIRST_FAILURE || (!allows(route, caller) && !answer.refused())) {
            differ(route, persona + " of nothing", answer);
        }
        return cell(answer, answer.status() == NOT_FOUND);
    }

    /** About a thing of the caller's own: whom the rule does not allow is refused. */
    public Cell ofOwner(Route route, String persona, Caller owner, Thing thing) {
        cells++;
        Answer mine = sender.send(owner, route, thing.path());
        if (mine.status() >= FIRST_FAILURE || (!allows(route, owner) && !mine.refused())) {
            differ(route, persona + " of the owner", mine);
        }
        boolean hidden = mine.status() == NOT_FOUND && same(mine, sender.send(owner, route, thing.absentPath()), thing);
        return cell(mine, hidden);
    }

    /**
     * About a thing of somebody else, by somebody who must not know of it: they are answered as if there were nothing, and
     * nothing is done.
     */
    public Cell ofStranger(Route route, String persona, Caller stranger, Thing thing) {
        cells++;
        Answer foreign = sender.send(stranger, route, thing.path());
        boolean same = same(foreign, sender.send(stranger, route, thing.absentPath()), thing);
        if (!same || foreign.status() < FIRST_ERROR || (!allows(route, stranger) && !foreign.refused())) {
            differ(route, persona + " of a stranger", foreign);
        }
        return cell(foreign, same && foreign.status() == NOT_FOUND);
    }

    private static boolean same(Answer one, Answer ofNothing, Thing thing) {
        return one.status() == ofNothing.status()
                && thing.spelledAsAbsent(one.body()).equals(ofNothing.body());
    }

    private static Cell cell(Answer answer, boolean hidden) {
        if (answer.refused()) {
            return Cell.REFUSED;
        }
        return hidden ? Cell.HIDDEN : Cell.THROUGH;
    }

    private boolean allows(Route route, Caller caller) {
        return policy.rule(route.operation()).allows(caller);
    }

    /** Where nothing but the rule decides: whoever it allows is not refused. */
    public void requireNotRefused(Route route, String persona, Caller caller, Cell cell) {
        if (cell == Cell.REFUSED) {
            requireThrough(route, persona, caller, cell);
        }
    }

    /** Where nothing but the rule decides and the thing is there: whoever it allows gets through. */
    public void requireThrough(Route route, String persona, Caller caller, Cell cell) {
        if (cell != Cell.THROUGH && allows(route, caller)) {
            differences.add("%s %s, %s, as %s is %s, the rule is %s"
                    .formatted(
                            route.method(),
                            route.path(),
                            route.operation(),
                            persona,
                            cell,
                            policy.rule(route.operation())));
        }
    }

    private void differ(Route route, String who, Answer answer) {
        differences.add("%s %s, %s, as %s answers %d, the rule is %s: %s"
                .formatted(
                        route.method(),
                        route.path(),
                        route.operation(),
                        who,
                        answer.status(),
                        policy.rule(route.operation()),
                        answer.body()));
    }

    /** @param atLeast cells that must have been asked, so that a generator that finds no routes does not pass */
    public void requireNoDifference(int atLeast) {
        assertThat(differences).isEmpty();
        assertThat(cells).isGreaterThan(atLeast);
    }
}
