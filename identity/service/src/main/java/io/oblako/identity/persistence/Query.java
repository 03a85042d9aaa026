package io.oblako.identity.persistence;

import io.oblako.identity.domain.project.TextMatch;
import io.oblako.kernel.sql.Statements;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query put together from the conditions that were asked for. Texts of callers are always arguments, never SQL. */
final class Query {

    private final StringBuilder sql;
    private final List<@Nullable Object> arguments = new ArrayList<>();
    private boolean conditions;

    Query(String start) {
        this.sql = new StringBuilder(start);
    }

    /** Adds a condition with one argument when the argument is there. */
    Query and(String condition, @Nullable Object argument) {
        if (argument != null) {
            word().append(condition);
            arguments.add(argument);
        }
        return this;
    }

    Query and(String condition) {
        word().append(condition);
        return this;
    }

    Query andMatches(String column, List<TextMatch> matches) {
        for (TextMatch match : matches) {
            String escaped =
                    match.value().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            switch (match.kind()) {
                case EQUALS -> and(column + " = ?", match.value());
                case CONTAINS -> and(column + " like ?", '%' + escaped + '%');
                case ICONTAINS -> and(column + " ilike ?", '%' + escaped + '%');
                case STARTSWITH -> and(column + " like ?", escaped + '%');
                case ISTARTSWITH -> and(column + " ilike ?", escaped + '%');
                case ENDSWITH -> and(column + " like ?", '%' + escaped);
                case IENDSWITH -> and(column + " ilike ?", '%' + escaped);
            }
        }
        return this;
    }

    private StringBuilder word() {
        sql.append(conditions ? " and " : " where ");
        conditions = true;
        return sql;
    }

    <T> List<T> list(Sql database, String orderBy, int limit, Statements.Reader<T> reader) {
        arguments.add(limit);
        return database.list(sql + " order by " + orderBy + " limit ?", reader, arguments.toArray());
    }

    int update(Sql database) {
        return database.update(sql.toString(), arguments.toArray());
    }
}
