package io.oblako.network.domain;

import io.oblako.kernel.page.Sort;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which things of a kind are wanted.
 *
 * @param viewer only what they may see is found
 * @param conditions all must hold
 * @param tags what is said about tags
 * @param sort attributes in order of weight; the id follows by itself
 * @param limit most rows
 * @param marker id of the row that the page begins after (ends before, when reversed)
 * @param reverse the page before instead of the page after
 */
public record Query(
        Viewer viewer,
        List<Condition> conditions,
        Tags tags,
        List<Sort> sort,
        int limit,
        @Nullable UUID marker,
        boolean reverse) {

    /** Rows of a list that nobody limited: far more than a project has, few enough to be written at once. */
    public static final int MOST = 10_000;

    public Query {
        conditions = List.copyOf(conditions);
        sort = List.copyOf(sort);
    }

    /** Everything the viewer may see for which the attribute has one of these values. */
    public static Query where(Viewer viewer, String attribute, List<String> values) {
        return new Query(viewer, List.of(new Condition(attribute, values)), Tags.ANY, List.of(), MOST, null, false);
    }

    /**
     * An attribute has one of these values.
     *
     * @param attribute one that the kind is filtered by, never a caller's text
     * @param values as text that the attribute's type has checked; empty: nothing is found
     */
    public record Condition(String attribute, List<String> values) {
        public Condition {
            values = List.copyOf(values);
        }
    }

    /** All of the first, any of the second, not all of the third, none of the fourth; an empty list says nothing. */
    public record Tags(List<String> all, List<String> any, List<String> notAll, List<String> notAny) {

        public static final Tags ANY = new Tags(List.of(), List.of(), List.of(), List.of());

        public Tags {
            all = List.copyOf(all);
            any = List.copyOf(any);
            notAll = List.copyOf(notAll);
            notAny = List.copyOf(notAny);
        }
    }
}
