package io.oblako.image.persistence;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageQuery;
import io.oblako.image.domain.catalog.ImageQuery.TimeBound;
import io.oblako.image.domain.catalog.MemberStatus;
import io.oblako.image.domain.catalog.Visibility;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/**
 * The one list of images, put together from fixed parts: no text of a caller is ever part of the statement, all of it is
 * bound (security row API-05). Used once.
 */
final class ImageListStatement {

    private final ImageQuery query;
    private final @Nullable Image after;
    private final StringJoiner conditions = new StringJoiner(" and ");
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    /** @param after the last image of the page before */
    ImageListStatement(ImageQuery query, @Nullable Image after) {
        this.query = query;
        this.after = after;
    }

    /** One row more than the page holds, if there is one. */
    List<ImageRow> run(StatelessSession session) {
        List<SortColumn> order = order();
        visible();
        filter();
        if (after != null) {
            continueAfter(after, order);
        }
        StringJoiner orderBy = new StringJoiner(", ");
        order.forEach(column -> orderBy.add(column.expression() + (column.ascending() ? " asc" : " desc")));
        SelectionQuery<ImageRow> statement = session.createSelectionQuery(
                "from ImageRow i where " + conditions + " order by " + orderBy, ImageRow.class);
        parameters.forEach(statement::setParameter);
        return statement.setMaxResults(query.page().limit() + 1).getResultList();
    }

    private String bind(Object value) {
        String name = "p" + parameters.size();
        parameters.put(name, value);
        return ":" + name;
    }

    private void where(String condition) {
        conditions.add('(' + condition + ')');
    }

    private void visible() {
        ProjectId project = query.viewer().project();
        String mine = project == null ? "1 = 0" : "i.projectId = " + bind(project.value());
        boolean communityToo = query.allVisibilities() || query.visibility() == Visibility.COMMUNITY;
        if (query.viewer().seesEverything()) {
            if (!communityToo) {
                where(mine + " or i.visibility <> " + bind(Visibility.COMMUNITY));
            }
        } else {
            String visible = mine + " or i.visibility = " + bind(Visibility.PUBLIC);
            if (communityToo) {
                visible += " or i.visibility = " + bind(Visibility.COMMUNITY);
            }
            if (project != null) {
                visible += " or " + sharedWith(project);
            }
            where(visible);
        }
        if (query.visibility() != null) {
            where("i.visibility = " + bind(query.visibility()));
        }
    }

    private String sharedWith(ProjectId project) {
        MemberStatus status = query.memberStatus();
        return "i.visibility = " + bind(Visibility.SHARED)
                + " and exists (select 1 from MemberRow m where m.imageId = i.id and m.projectId = "
                + bind(project.value()) + (status == null ? "" : " and m.status = " + bind(status)) + ")";
    }

    private void filter() {
        in("i.name", query.names());
        in("i.id", query.ids().stream().map(id -> (Object) id.value()).toList());
        in("i.status", query.statuses());
        in("i.diskFormat", query.diskFormats());
        in("i.containerFormat", query.containerFormats());
        query.tags().forEach(tag -> where("array_contains(i.tags, " + bind(tag) + ")"));
        query.properties()
                .forEach((name, value) -> where(
                        "function('jsonb_extract_path_text', i.properties, " + bind(name) + ") = " + bind(value)));
        ProjectId owner = query.owner();
        equal("i.projectId", owner == null ? null : owner.value());
        equal("i.isProtected", query.isProtected());
        equal("i.hidden", query.hidden());
        equal("i.virtualBytes", query.virtualSize());
        equal("i.minDiskGib", query.minDiskGib());
        equal("i.minRamMib", query.minRamMib());
        equal("i.md5", query.checksum());
        equal("i.sha512", query.sha512());
        if (query.sizeAtLeast() != null) {
            where("i.sizeBytes >= " + bind(query.sizeAtLeast()));
        }
        if (query.sizeAtMost() != null) {
            where("i.sizeBytes <= " + bind(query.sizeAtMost()));
        }
        query.times().forEach(this::time);
    }

    private void in(String column, List<?> values) {
        if (!values.isEmpty()) {
            where(column + " in " + bind(values));
        }
    }

    private void equal(String column, @Nullable Object value) {
        if (value != null) {
            where(column + " = " + bind(value));
        }
    }

    /** Clients see whole seconds, so moments are compared as such. */
    private void time(TimeBound bound) {
        String operator = switch (bound.comparison()) {
            case GT -> " > ";
            case GTE -> " >= ";
            case LT -> " < ";
            case LTE -> " <= ";
            case EQ -> " = ";
            case NEQ -> " <> ";
        };
        String column = bound.updated() ? "i.updatedAt" : "i.createdAt";
        where("truncate(" + column + ", second)" + operator + bind(bound.moment()));
    }

    /** An expression that is never null, and its value in the row the page continues after. */
    private record SortColumn(String expression, boolean ascending, Sort key) {}

    private List<SortColumn> order() {
        List<SortColumn> order = new ArrayList<>();
        for (Sort sort : query.page().sort()) {
            order.add(new SortColumn(expression(sort.key()), sort.ascending(), sort));
        }
        boolean ascending = order.isEmpty() || order.getLast().ascending();
        order.add(new SortColumn("i.createdAt", ascending, new Sort("created_at", ascending)));
        order.add(new SortColumn("i.id", ascending, new Sort("id", ascending)));
        return order;
    }

    private static String expression(String key) {
        return switch (key) {
            case "name" -> "coalesce(i.name, '')";
            case "status" -> "cast(i.status as String)";
            case "container_format" -> "coalesce(cast(i.containerFormat as String), '')";
            case "disk_format" -> "coalesce(cast(i.diskFormat as String), '')";
            case "size" -> "coalesce(i.sizeBytes, -1L)";
            case "id" -> "i.id";
            case "created_at" -> "i.createdAt";
            case "updated_at" -> "i.updatedAt";
            default -> throw new IllegalArgumentException("The list cannot be sorted by that key");
        };
    }

    private static Object value(Image image, String key) {
        return switch (key) {
            case "name" -> image.name() == null ? "" : image.name();
            case "status" -> image.status().name();
            case "container_format" -> {
                var format = image.containerFormat();
                yield format == null ? "" : format.name();
            }
            case "disk_format" -> {
                var format = image.diskFormat();
                yield format == null ? "" : format.name();
            }
            case "size" -> image.stored().map(ImageData::bytes).orElse(-1L);
            case "id" -> image.id().value();
            case "created_at" -> image.createdAt();
            case "updated_at" -> image.updatedAt();
            default -> throw new IllegalArgumentException("The list cannot be sorted by that key");
        };
    }

    /** Rows behind the given one: equal in the first keys and behind it in the next. */
    private void continueAfter(Image image, List<SortColumn> order) {
        StringJoiner behind = new StringJoiner(" or ");
        String equalSoFar = "";
        for (SortColumn column : order) {
            String bound = bind(value(image, column.key().key()));
            behind.add('(' + equalSoFar + column.expression() + (column.ascending() ? " > " : " < ") + bound + ')');
            equalSoFar += column.expression() + " = " + bound + " and ";
        }
        where(behind.toString());
    }
}
