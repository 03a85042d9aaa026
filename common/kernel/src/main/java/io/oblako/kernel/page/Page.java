package io.oblako.kernel.page;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param rows in the order asked for
 * @param more whether rows follow; then a link to the next page is due
 */
public record Page<T>(List<T> rows, boolean more) {

    public Page {
        rows = List.copyOf(rows);
    }

    /** Makes a page from one row more than the limit, which is how lists find out whether rows follow. */
    public static <T> Page<T> ofOneMore(List<T> rowsAndOne, int limit) {
        boolean more = rowsAndOne.size() > limit;
        return new Page<>(more ? rowsAndOne.subList(0, limit) : rowsAndOne, more);
    }

    public <R> Page<R> map(Function<T, R> each) {
        return new Page<>(rows.stream().map(each).toList(), more);
    }
}
