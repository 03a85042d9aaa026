package io.oblako.identity.persistence;

import io.oblako.identity.domain.people.PasswordChanges;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** {@link PasswordChanges} in the table {@code password_change}. */
public final class PostgresPasswordChanges implements PasswordChanges {

    private final Sql sql;

    public PostgresPasswordChanges(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public void add(Begun change) {
        sql.update(
                "insert into password_change (id, user_id, password_before, begun_at) values (?, ?, ?, ?)",
                change.id(),
                change.userId(),
                change.passwordBefore(),
                change.begunAt());
    }

    @Override
    public boolean remove(UUID id) {
        return sql.update("delete from password_change where id = ?", id) == 1;
    }

    @Override
    public List<Begun> begunBefore(Instant moment, int limit) {
        return sql.list(
                "select * from password_change where begun_at < ? order by begun_at limit ?",
                row -> new Begun(
                        row.getObject("id", UUID.class),
                        row.getString("user_id"),
                        Sql.instant(row, "password_before"),
                        Sql.requiredInstant(row, "begun_at")),
                moment,
                limit);
    }
}
