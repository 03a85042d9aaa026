package io.oblako.compute.persistence;

import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The statements about quotas, written out: that comparing and counting are one statement is the point. Every connection
 * is that of the caller's transaction.
 */
@ApplicationScoped
class QuotaTables {

    private final DataSource database;

    QuotaTables(DataSource database) {
        this.database = database;
    }

    /** What a server had claimed. */
    record Claimed(String project, QuotaUse use) {}

    @FunctionalInterface
    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T> T sql(String text, Work<T> work) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(text)) {
            return work.with(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("quotas could not be read or changed", e);
        }
    }

    /** @return whether the row was not there */
    private boolean ensureUsage(String scope) {
        return sql("insert into quota_usage (scope) values (?) on conflict do nothing", insert -> {
            insert.setString(1, scope);
            return insert.executeUpdate() == 1;
        });
    }

    /** Removes the row of a scope that uses nothing any more, in the transaction that gave the last of it back. */
    private void forgetUnused(String scope) {
        sql(
                "delete from quota_usage where scope = ? and instances = 0 and cores = 0 and ram_mib = 0 and key_pairs = 0",
                delete -> {
                    delete.setString(1, scope);
                    return delete.executeUpdate();
                });
    }

    /** @return false, and nothing is changed, when a limit would be passed; taking less never fails */
    boolean take(String scope, QuotaUse use, Map<Resource, Integer> limits) {
        ensureUsage(scope);
        // Once more when another transaction has just removed the row because nothing was used.
        return tryTake(scope, use, limits) || (ensureUsage(scope) && tryTake(scope, use, limits));
    }

    private boolean tryTake(String scope, QuotaUse use, Map<Resource, Integer> limits) {
        String fits = "(%1$s <= 0 or ? < 0 or %2$s + %1$s <= ?)";
        String text = "update quota_usage set instances = instances + ?, cores = cores + ?, ram_mib = ram_mib + ?"
                + " where scope = ? and "
                + fits.formatted("?::bigint", "instances") + " and "
                + fits.formatted("?::bigint", "cores") + " and "
                + fits.formatted("?::bigint", "ram_mib");
        return sql(text, update -> {
            update.setLong(1, use.instances());
            update.setLong(2, use.cores());
            update.setLong(3, use.ramMib());
            update.setString(4, scope);
            int next = bindFit(update, 5, use.instances(), limit(limits, Resource.INSTANCES));
            next = bindFit(update, next, use.cores(), limit(limits, Resource.CORES));
            bindFit(update, next, use.ramMib(), limit(limits, Resource.RAM));
            return update.executeUpdate() == 1;
        });
    }

    private static int bindFit(PreparedStatement update, int at, long want, long limit) throws SQLException {
        update.setLong(at, want);
        update.setLong(at + 1, limit);
        update.setLong(at + 2, want);
        update.setLong(at + 3, limit);
        return at + 4;
    }

    private static long limit(Map<Resource, Integer> limits, Resource resource) {
        return limits.getOrDefault(resource, Quotas.UNLIMITED);
    }

    void giveBack(String scope, QuotaUse use) {
        sql(
                "update quota_usage set instances = instances - ?, cores = cores - ?, ram_mib = ram_mib - ?"
                        + " where scope = ?",
                update -> {
                    update.setLong(1, use.instances());
                    update.setLong(2, use.cores());
                    update.setLong(3, use.ramMib());
                    update.setString(4, scope);
                    return update.executeUpdate();
                });
        forgetUnused(scope);
    }

    void insertClaims(String project, List<UUID> servers, QuotaUse each) {
        sql(
                "insert into quota_claim (server_id, project_id, instances, cores, ram_mib) values (?, ?, ?, ?, ?)",
                insert -> {
                    for (UUID server : servers) {
                        bindClaim(insert, server, project, each);
                        insert.addBatch();
                    }
                    return insert.executeBatch();
                });
    }

    void replaceClaim(String project, UUID server, QuotaUse use) {
        sql(
                "insert into quota_claim (server_id, project_id, instances, cores, ram_mib) values (?, ?, ?, ?, ?)"
                        + " on conflict (server_id) do update set instances = excluded.instances,"
                        + " cores = excluded.cores, ram_mib = excluded.ram_mib",
                upsert -> {
                    bindClaim(upsert, server, project, use);
                    return upsert.executeUpdate();
                });
    }

    private static void bindClaim(PreparedStatement statement, UUID server, String project, QuotaUse use)
            throws SQLException {
        statement.setObject(1, server);
        statement.setString(2, project);
        statement.setLong(3, use.instances());
        statement.setLong(4, use.cores());
        statement.setLong(5, use.ramMib());
    }

    /** The claim, held against others who would change it until the transaction ends. */
    Optional<QuotaUse> lockClaim(UUID server) {
        return sql("select instances, cores, ram_mib from quota_claim where server_id = ? for update", select -> {
            select.setObject(1, server);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(use(row)) : Optional.empty();
            }
        });
    }

    Optional<Claimed> removeClaim(UUID server) {
        return sql(
                "delete from quota_claim where server_id = ? returning project_id, instances, cores, ram_mib",
                delete -> {
                    delete.setObject(1, server);
                    try (ResultSet row = delete.executeQuery()) {
                        return row.next()
                                ? Optional.of(new Claimed(row.getString("project_id"), use(row)))
                                : Optional.empty();
                    }
                });
    }

    private static QuotaUse use(ResultSet row) throws SQLException {
        return new QuotaUse(row.getInt("instances"), row.getInt("cores"), row.getInt("ram_mib"));
    }

    Map<Resource, Long> usage(String scope) {
        Map<Resource, Long> usage = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            usage.put(resource, 0L);
        }
        return sql("select instances, cores, ram_mib from quota_usage where scope = ?", select -> {
            select.setString(1, scope);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    usage.put(Resource.INSTANCES, row.getLong("instances"));
                    usage.put(Resource.CORES, row.getLong("cores"));
                    usage.put(Resource.RAM, row.getLong("ram_mib"));
                }
                return usage;
            }
        });
    }

    boolean takeKeypair(String scope, int limit) {
        ensureUsage(scope);
        return tryTakeKeypair(scope, limit) || (ensureUsage(scope) && tryTakeKeypair(scope, limit));
    }

    private boolean tryTakeKeypair(String scope, int limit) {
        return sql(
                "update quota_usage set key_pairs = key_pairs + 1 where scope = ? and (? < 0 or key_pairs + 1 <= ?)",
                update -> {
                    update.setString(1, scope);
                    update.setInt(2, limit);
                    update.setInt(3, limit);
                    return update.executeUpdate() == 1;
                });
    }

    void giveBackKeypair(String scope) {
        sql("update quota_usage set key_pairs = key_pairs - 1 where scope = ?", update -> {
            update.setString(1, scope);
            return update.executeUpdate();
        });
        forgetUnused(scope);
    }

    /** Only known words: a limit of a later release is skipped. */
    Map<Resource, Integer> limits(String scope) {
        Map<Resource, Integer> limits = new EnumMap<>(Resource.class);
        return sql("select resource, hard_limit from quota_limit where scope = ?", select -> {
            select.setString(1, scope);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    int limit = rows.getInt("hard_limit");
                    Resource.ofWord(rows.getString("resource")).ifPresent(known -> limits.put(known, limit));
                }
                return limits;
            }
        });
    }

    void setLimits(String scope, Map<Resource, Integer> limits) {
        sql(
                "insert into quota_limit (scope, resource, hard_limit) values (?, ?, ?)"
                        + " on conflict (scope, resource) do update set hard_limit = excluded.hard_limit",
                upsert -> {
                    for (Map.Entry<Resource, Integer> each : limits.entrySet()) {
                        upsert.setString(1, scope);
                        upsert.setString(2, each.getKey().word());
                        upsert.setInt(3, each.getValue());
                        upsert.addBatch();
                    }
                    return upsert.executeBatch();
                });
    }

    void removeLimits(String scope) {
        sql("delete from quota_limit where scope = ?", delete -> {
            delete.setString(1, scope);
            return delete.executeUpdate();
        });
    }
}
