package io.oblako.kernel.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param limit most rows to return, 1 to the list's own maximum
 * @param marker id of the last row of the page before; absent for the first page
 * @param sort keys in order of weight; every list appends its id so that the order is total
 */
public record PageRequest(int limit, @Nullable String marker, List<Sort> sort) {

    public PageRequest {
        sort = List.copyOf(sort);
        if (limit < 1) {
            throw new IllegalArgumentException("A page holds at least one row");
        }
    }
}
