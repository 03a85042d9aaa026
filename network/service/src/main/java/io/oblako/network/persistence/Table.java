package io.oblako.network.persistence;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of a kind of resources: everything that is said to PostgreSQL about them follows from its columns. The
 * standard columns are there by themselves.
 *
 * @param <T> what a row is
 */
final class Table<T extends Resource<T>> {

    private final Jdbc jdbc;
    private final Kind kind;
    private final String name;
    private final Visibility visibility;
    private final Map<String, Column<T>> columns = new LinkedHashMap<>();
    private final Row.Reader<T> reader;
    private final String select;

    /**
     * Which rows somebody sees who is no operator, besides those of the own project.
     *
     * @param condition SQL about the table's alias t, with places for the project. One that compares a column with an
     *     array is looked up in the column's index; one with "in (select …)" is asked of every row of the cloud
     */
    record Visibility(String condition, int places) {

        static final Visibility OWN = new Visibility("false", 0);

        /** What RBAC shares: all actions of the kind let it be seen. */
        static Visibility shared(Kind kind, String column) {
            return granted(kind, column, "");
        }

        /** What RBAC lets others use as if it were theirs. */
        static Visibility lent(Kind kind, String column) {
            return granted(kind, column, " and action = 'access_as_shared'");
        }

        private static Visibility granted(Kind kind, String column, String more) {
            return new Visibility(
                    column + " = any(array(select object_id from rbac_policy where object_type = '" + kind.objectType()
                            + "'" + more + " and target_tenant in (?, '*')))",
                    1);
        }

        Visibility or(Visibility other) {
            return new Visibility(condition + " or " + other.condition, places + other.places);
        }
    }

    Table(Jdbc jdbc, Kind kind, String name, Visibility visibility, List<Column<T>> own, Row.Reader<T> reader) {
        this.jdbc = jdbc;
        this.kind = kind;
        this.name = name;
        this.visibility = visibility;
        this.reader = reader;
        List<Column<T>> all = new ArrayList<>(standard());
        all.addAll(own);
        all.forEach(column -> columns.put(column.attribute(), column));
        this.select = all.stream()
                .filter(column -> column.expression() != null)
                .map(column -> column.expression() + " as " + column.name())
                .collect(Collectors.joining(", ", "select ", " from " + name + " t"));
    }

    private static <T extends Resource<T>> List<Column<T>> standard() {
        return List.of(
                Column.column("id", "uuid", Resource::id),
                Column.column("project_id", "text", Resource::project),
                Column.column("name", "text", row -> row.standard().name()),
                Column.column("description", "text", row -> row.standard().description()),
                Column.column("tags", "text[]", row -> row.standard().tags()),
                Column.column("created_at", "timestamptz", row -> row.standard().createdAt()),
                Column.column("updated_at", "timestamptz", row -> row.standard().updatedAt()),
                Column.<T>column("revision", "bigint", row -> row.standard().revision())
                        .as("revision_number"));
    }

    void insert(T row) {
        List<@Nullable Object> values = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> places = new ArrayList<>();
        written().forEach(column -> {
            names.add(column.name());
            places.add(place(column));
            values.add(value(column, row));
        });
        jdbc.update(
                "insert into " + name + " (" + String.join(", ", names) + ") values (" + String.join(", ", places)
                        + ")",
                values);
    }

    /** @throws CloudException STALE when the row has another revision than the one given, or is gone */
    T update(T row) {
        T next = row.with(row.standard().withRevision(row.standard().revision() + 1));
        List<@Nullable Object> values = new ArrayList<>();
        List<String> sets = new ArrayList<>();
        written().forEach(column -> {
            sets.add(column.name() + " = " + place(column));
            values.add(value(column, next));
        });
        values.add(row.id());
        values.add(row.standard().revision());
        String text =
                "update " + name + " set " + String.join(", ", sets) + " where id = ?::uuid and revision = ?::bigint";
        if (jdbc.update(text, values) == 0) {
            throw stale(row.id());
        }
        return next;
    }

    /** @throws CloudException STALE when the row has another revision than the one given, or is gone */
    void delete(T row) {
        List<Object> values = List.of(row.id(), row.standard().revision());
        if (jdbc.update("delete from " + name + " where id = ?::uuid and revision = ?::bigint", values) == 0) {
            throw stale(row.id());
        }
    }

    private CloudException stale(UUID id) {
        return new CloudException(
                CommonError.STALE, "The %s %s was changed at the same time: try again.".formatted(kind.word(), id));
    }

    private List<Column<T>> written() {
        return columns.values().stream()
                .filter(column -> column.value() != null)
                .toList();
    }

    private static String place(Column<?> column) {
        return column.type().endsWith("[]") ? "?::text[]::" + column.type() : "?::" + column.type();
    }

    private static <T extends Resource<T>> @Nullable Object value(Column<T> column, T row) {
        var value = column.value();
        return value == null ? null : value.apply(row);
    }

    Optional<T> find(Viewer viewer, UUID id) {
        Conditions where = new Conditions().and("t.id = ?::uuid", List.of(id));
        visible(where, viewer);
        return jdbc.one(select + where.text(), where.values(), reader);
    }

    /** Rows for which a condition about the alias t holds, whosever they are. */
    List<T> where(String condition, List<? extends @Nullable Object> values) {
        return jdbc.query(select + " where " + condition, values, reader);
    }

    List<T> all(Collection<UUID> ids) {
        return ids.isEmpty() ? List.of() : where("t.id = any(?::text[]::uuid[])", List.of(ids));
    }

    /**
     * Two statements, so that what is computed from other tables is read after the lock was got. Rows that only name this
     * one may be added meanwhile.
     */
    Optional<T> lock(UUID id) {
        jdbc.query("select 1 from " + name + " where id = ?::uuid for no key update", List.of(id), row -> true);
        return where("t.id = ?::uuid", List.of(id)).stream().findFirst();
    }

    Page<T> list(Query query) {
        Conditions where = new Conditions();
        visible(where, query.viewer());
        query.conditions().forEach(condition -> filter(where, condition));
        tags(where, query.tags());
        List<Order> order = order(query);
        UUID marker = query.marker();
        if (marker != null) {
            if (find(query.viewer(), marker).isEmpty()) {
                throw CloudException.badRequest(
                        "The marker %s is not in the list of %s.".formatted(marker, kind.collection()));
            }
            behind(where, order, marker);
        }
        String text = select + where.text()
                + order.stream().map(Order::text).collect(Collectors.joining(", ", " order by ", ""))
                + " limit " + (query.limit() + 1);
        Page<T> page = Page.ofOneMore(jdbc.query(text, where.values(), reader), query.limit());
        if (!query.reverse()) {
            return page;
        }
        List<T> rows = new ArrayList<>(page.rows());
        Collections.reverse(rows);
        return new Page<>(rows, page.more());
    }

    private void visible(Conditions where, Viewer viewer) {
        if (viewer.operator()) {
            return;
        }
        ProjectId project = viewer.project();
        if (project == null) {
            where.and("false", List.of());
            return;
        }
        where.and(
                "(t.project_id = ? or " + visibility.condition + ")",
                Collections.nCopies(1 + visibility.places, project));
    }

    private void filter(Conditions where, Query.Condition condition) {
        Column<T> column = column(condition.attribute());
        String predicate = column.predicate();
        if (predicate == null) {
            throw new IllegalArgumentException(kind + " is not filtered by " + condition.attribute());
        }
        where.and(predicate, Collections.singletonList(condition.values()));
    }

    private Column<T> column(String attribute) {
        Column<T> column = columns.get(attribute);
        if (column == null) {
            throw new IllegalArgumentException(kind + " has no column for " + attribute);
        }
        return column;
    }

    private static void tags(Conditions where, Query.Tags tags) {
        tag(where, "t.tags @> ?::text[]::varchar[]", tags.all());
        tag(where, "t.tags && ?::text[]::varchar[]", tags.any());
        tag(where, "not t.tags @> ?::text[]::varchar[]", tags.notAll());
        tag(where, "not t.tags && ?::text[]::varchar[]", tags.notAny());
    }

    private static void tag(Conditions where, String condition, List<String> tags) {
        if (!tags.isEmpty()) {
            where.and(condition, Collections.singletonList(tags));
        }
    }

    /** One key of an order: an expression that is null in no row. */
    private record Order(String expression, boolean ascending) {
        String text() {
            return expression + (ascending ? " asc" : " desc");
        }
    }

    private List<Order> order(Query query) {
        List<Order> order = new ArrayList<>();
        query.sort()
                .forEach(key -> order.add(new Order(column(key.key()).order(), key.ascending() != query.reverse())));
        order.add(new Order("t.id", !query.reverse()));
        return order;
    }

    /** Rows behind the marker's: equal in the first keys and behind it in the next. */
    private void behind(Conditions where, List<Order> order, UUID marker) {
        List<String> either = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int last = 0; last < order.size(); last++) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i <= last; i++) {
                Order key = order.get(i);
                String compare = i < last ? " = " : key.ascending() ? " > " : " < ";
                all.add(key.expression() + compare + "(select " + key.expression() + " from " + name
                        + " t where t.id = ?::uuid)");
                values.add(marker);
            }
            either.add(String.join(" and ", all));
        }
        where.and("(" + String.join(" or ", either) + ")", values);
    }

    /** Conditions that must all hold, and their values. Only words of this room become SQL. */
    private static final class Conditions {

        private final List<String> texts = new ArrayList<>();
        private final List<@Nullable Object> values = new ArrayList<>();

        Conditions and(String text, List<? extends @Nullable Object> bound) {
            texts.add(text);
            values.addAll(bound);
            return this;
        }

        String text() {
            return texts.isEmpty() ? "" : " where " + String.join(" and ", texts);
        }

        List<@Nullable Object> values() {
            return values;
        }
    }
}
