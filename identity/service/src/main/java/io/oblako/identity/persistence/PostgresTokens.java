package io.oblako.identity.persistence;

import io.oblako.identity.domain.token.Revocation;
import io.oblako.identity.domain.token.RevocationStore;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** {@link RevocationStore} in the table {@code revocation}, and the version of everything that tokens are made from. */
public final class PostgresTokens implements RevocationStore {

    private final Sql sql;

    public PostgresTokens(DataSource database) {
        this.sql = new Sql(database);
    }

    /** Counts every committed change; see {@link io.oblako.identity.domain.token.Directory}. */
    public long directoryVersion() {
        return sql.one("select version from directory_version", row -> row.getLong(1))
                .orElseThrow(() -> new IllegalStateException("The version row is missing"));
    }

    @Override
    public void keep(Revocation revocation) {
        sql.update(
                "insert into revocation values (?, ?, ?) on conflict (subject) do update set"
                        + " issued_at_or_before = greatest(revocation.issued_at_or_before,"
                        + " excluded.issued_at_or_before),"
                        + " forget_after = greatest(revocation.forget_after, excluded.forget_after)",
                revocation.subject(),
                revocation.issuedAtOrBefore(),
                revocation.forgetAfter());
    }

    @Override
    public List<Revocation> all() {
        return sql.list(
                "select * from revocation",
                row -> new Revocation(
                        row.getString("subject"),
                        Sql.requiredInstant(row, "issued_at_or_before"),
                        Sql.requiredInstant(row, "forget_after")));
    }

    @Override
    public List<String> forget(Instant now, int limit) {
        return sql.list(
                "delete from revocation where subject in"
                        + " (select subject from revocation where forget_after < ? order by forget_after limit ?"
                        + " for update skip locked) returning subject",
                row -> row.getString(1),
                now,
                limit);
    }
}
