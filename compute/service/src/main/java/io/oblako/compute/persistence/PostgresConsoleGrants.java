package io.oblako.compute.persistence;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.domain.console.ConsoleGrant;
import io.oblako.compute.domain.console.ConsoleGrants;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.TokenCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Rights to consoles in PostgreSQL. Whose they are is kept as a token spells it. */
@ApplicationScoped
class PostgresConsoleGrants implements ConsoleGrants {

    private final Sql sql;

    PostgresConsoleGrants(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public void add(String digest, ConsoleGrant grant) {
        sql.update(
                "insert into console_grant (digest, server_id, node, kind, caller, expires_at) values (?, ?, ?, ?, ?, ?)",
                to -> to.text(digest)
                        .id(grant.server())
                        .text(grant.node())
                        .text(grant.kind().name())
                        .text(TokenCodec.claims(grant.caller()).toJson())
                        .time(grant.expires()));
    }

    @Override
    public Optional<ConsoleGrant> take(String digest) {
        return sql.one(
                "delete from console_grant where digest = ? returning server_id, node, kind, caller, expires_at",
                to -> to.text(digest),
                row -> new ConsoleGrant(
                        row.getObject("server_id", UUID.class),
                        row.getString("node"),
                        ConsoleKind.valueOf(row.getString("kind")),
                        caller(row.getString("caller")),
                        Sql.when(row, "expires_at")));
    }

    @Override
    public void forget(Instant expiredBefore) {
        sql.update("delete from console_grant where expires_at < ?", to -> to.time(expiredBefore));
    }

    private static Caller caller(String claims) {
        try {
            return TokenCodec.caller(JwtClaims.parse(claims));
        } catch (InvalidJwtException | MalformedClaimException e) {
            throw new IllegalStateException("a caller that was kept cannot be read", e);
        }
    }
}
