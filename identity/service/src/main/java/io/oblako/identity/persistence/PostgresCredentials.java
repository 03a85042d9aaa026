package io.oblako.identity.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.IdentityError;
import io.oblako.identity.domain.credential.ApplicationCredential;
import io.oblako.identity.domain.credential.ApplicationCredentials;
import io.oblako.identity.domain.credential.StoredRule;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.token.AccessRule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@link ApplicationCredentials} in their tables. */
public final class PostgresCredentials implements ApplicationCredentials {

    // The rules come along in the same query: a second one would need a second connection while the first is open.
    private static final String SELECT = "select c.*, (select coalesce(json_agg(json_build_array(r.id, r.service,"
            + " r.method, r.path) order by r.service, r.method, r.path), '[]') from access_rule r"
            + " join application_credential_rule x on x.rule_id = r.id where x.credential_id = c.id)::text as rules"
            + " from application_credential c";

    private final Sql sql;
    private final IdSource ids;

    public PostgresCredentials(DataSource database, IdSource ids) {
        this.sql = new Sql(database);
        this.ids = ids;
    }

    @Override
    public Optional<ApplicationCredential> find(String id) {
        return sql.one(SELECT + " where id = ?", PostgresCredentials::read, id);
    }

    @Override
    public Optional<ApplicationCredential> findByName(String userId, String name) {
        return sql.one(SELECT + " where user_id = ? and name = ?", PostgresCredentials::read, userId, name);
    }

    @Override
    public List<ApplicationCredential> list(String userId, @Nullable String name) {
        return new Query(SELECT)
                .and("user_id = ?", userId)
                .and("name = ?", name)
                .list(sql, "name, id", MAX_PER_USER, PostgresCredentials::read);
    }

    @Override
    public void add(ApplicationCredential credential) {
        sql.updateNamed(
                "application_credential",
                credential.name(),
                "insert into application_credential (id, user_id, project_id, name, description, secret_hash, role_ids,"
                        + " unrestricted, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                credential.id(),
                credential.userId(),
                credential.projectId(),
                credential.name(),
                credential.description(),
                credential.secretHash(),
                credential.roleIds(),
                credential.unrestricted(),
                credential.expiresAt());
        for (StoredRule rule : credential.rules()) {
            sql.update(
                    "insert into application_credential_rule values (?, ?) on conflict do nothing",
                    credential.id(),
                    rule.id());
        }
    }

    @Override
    public void remove(String id) {
        sql.update("delete from application_credential where id = ?", id);
    }

    @Override
    public StoredRule rule(String userId, AccessRule rule) {
        sql.update(
                "insert into access_rule (id, user_id, service, method, path) values (?, ?, ?, ?, ?)"
                        + " on conflict (user_id, service, method, path) do nothing",
                ids.next(),
                userId,
                rule.service(),
                rule.method(),
                rule.path());
        return sql.one(
                        "select * from access_rule where user_id = ? and service = ? and method = ? and path = ?",
                        PostgresCredentials::readRule,
                        userId,
                        rule.service(),
                        rule.method(),
                        rule.path())
                .orElseThrow(() -> new IllegalStateException("A rule just made is not there"));
    }

    @Override
    public List<StoredRule> rules(String userId) {
        return sql.list(
                "select * from access_rule where user_id = ? order by service, method, path limit ?",
                PostgresCredentials::readRule,
                userId,
                MAX_PER_USER);
    }

    @Override
    public Optional<StoredRule> findRule(String userId, String id) {
        return sql.one(
                "select * from access_rule where user_id = ? and id = ?", PostgresCredentials::readRule, userId, id);
    }

    @Override
    public void removeRule(String userId, String id) {
        boolean used = sql.one(
                        "select 1 from application_credential_rule where rule_id = ? limit 1", row -> row.getInt(1), id)
                .isPresent();
        if (used) {
            throw new CloudException(
                    IdentityError.STILL_USED,
                    "Cannot delete access rule %s while an application credential has it.".formatted(id));
        }
        sql.update("delete from access_rule where user_id = ? and id = ?", userId, id);
    }

    private static ApplicationCredential read(ResultSet row) throws SQLException {
        return new ApplicationCredential(
                row.getString("id"),
                row.getString("user_id"),
                row.getString("project_id"),
                row.getString("name"),
                row.getString("description"),
                row.getString("secret_hash"),
                Set.copyOf(Sql.texts(row, "role_ids")),
                row.getBoolean("unrestricted"),
                Sql.instant(row, "expires_at"),
                readRules(row.getString("rules")));
    }

    private static List<StoredRule> readRules(String json) {
        List<StoredRule> rules = new ArrayList<>();
        for (JsonNode rule : Json.read(json, JsonNode.class)) {
            rules.add(new StoredRule(
                    rule.get(0).textValue(),
                    new AccessRule(
                            rule.get(1).textValue(),
                            rule.get(2).textValue(),
                            rule.get(3).textValue())));
        }
        return rules;
    }

    private static StoredRule readRule(ResultSet row) throws SQLException {
        return new StoredRule(
                row.getString("id"),
                new AccessRule(row.getString("service"), row.getString("method"), row.getString("path")));
    }
}
