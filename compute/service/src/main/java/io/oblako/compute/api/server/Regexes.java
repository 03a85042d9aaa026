package io.oblako.compute.api.server;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions that callers send as filters (security row API-06). They run in PostgreSQL, whose engine is an
 * automaton as long as there are no back references; counted repetitions can still make the automaton huge. So both are
 * refused, and nothing of a caller's expression ever runs in Java's engine, which backtracks.
 */
final class Regexes {

    private static final int LONGEST = 255;
    private static final Pattern UNSAFE =
            Pattern.compile("\\\\[^dwsDWS.^$|?*+()\\[\\]{}\\\\/-]|\\(\\?|[*+?}]\\+|\\{[0-9]*,?[0-9]*\\}|\\[\\[");

    private Regexes() {}

    /** @throws CloudException INVALID_REQUEST for an expression that is malformed or may be expensive */
    static @Nullable String checked(String name, @Nullable String expression) {
        if (expression == null) {
            return null;
        }
        if (expression.length() > LONGEST || expression.indexOf(0) >= 0) {
            throw CloudException.badRequest("%s filters have at most %d characters.".formatted(name, LONGEST));
        }
        if (UNSAFE.matcher(expression).find()) {
            throw CloudException.badRequest(
                    ("The %s filter uses a feature of regular expressions that is not allowed here (counted"
                                    + " repetition, group modifier, back reference).")
                            .formatted(name));
        }
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new CloudException(
                    CommonError.INVALID_REQUEST,
                    "The %s filter is no regular expression: %s".formatted(name, e.getDescription()),
                    e);
        }
        return expression;
    }
}
