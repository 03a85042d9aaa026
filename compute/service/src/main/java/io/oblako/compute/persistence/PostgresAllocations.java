package io.oblako.compute.persistence;

import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Sighting;
import io.oblako.compute.domain.schedule.Need;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Allocations in PostgreSQL. Comparing with the capacity and counting are one statement on the host's row, so that
 * racing claims wait for each other there and never overbook.
 */
@ApplicationScoped
class PostgresAllocations implements Allocations {

    private static final String GROW = """
            update host set used_servers = used_servers + ?, used_vcpus = used_vcpus + ?,
                used_ram_mib = used_ram_mib + ?, used_disk_gib = used_disk_gib + ?
            where name = ? and (? <= 0 or used_vcpus + ? <= ?) and (? <= 0 or used_ram_mib + ? <= ?)
                and (? <= 0 or used_disk_gib + ? <= ?)""";

    private final Sql sql;

    PostgresAllocations(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public boolean take(UUID server, String node, long epoch, Need need, Need capacity) {
        Optional<Allocation> before = find(server, node);
        if (before.isPresent()) {
            return before.get().epoch() == epoch;
        }
        if (!grow(GROW + " and not disabled and not forced_down", node, 1, need, capacity)) {
            return false;
        }
        sql.update(
                "insert into allocation (server_id, node, epoch, vcpus, ram_mib, disk_gib, wish, wish_generation)"
                        + " values (?, ?, ?, ?, ?, ?, 'RUNNING', 0)",
                to -> to.id(server)
                        .text(node)
                        .number(epoch)
                        .number(need.vcpus())
                        .number(need.ramMib())
                        .number(need.diskGib()));
        return true;
    }

    private boolean grow(String statement, String node, int servers, Need by, Need capacity) {
        return sql.update(statement, to -> {
                    to.number(servers).number(by.vcpus()).number(by.ramMib()).number(by.diskGib());
                    to.text(node);
                    to.number(by.vcpus()).number(by.vcpus()).number(capacity.vcpus());
                    to.number(by.ramMib()).number(by.ramMib()).number(capacity.ramMib());
                    to.number(by.diskGib()).number(by.diskGib()).number(capacity.diskGib());
                })
                == 1;
    }

    @Override
    public boolean resize(UUID server, String node, Need need, Need capacity) {
        Optional<Need> before = sql.one(
                "select vcpus, ram_mib, disk_gib from allocation where server_id = ? and node = ? for update",
                to -> to.id(server).text(node),
                PostgresAllocations::need);
        if (before.isEmpty() || !grow(GROW, node, 0, need.minus(before.get()), capacity)) {
            return false;
        }
        sql.update(
                "update allocation set vcpus = ?, ram_mib = ?, disk_gib = ? where server_id = ? and node = ?",
                to -> to.number(need.vcpus())
                        .number(need.ramMib())
                        .number(need.diskGib())
                        .id(server)
                        .text(node));
        return true;
    }

    @Override
    public Optional<Allocation> find(UUID server, String node) {
        return sql.one(
                "select * from allocation where server_id = ? and node = ?",
                to -> to.id(server).text(node),
                PostgresAllocations::read);
    }

    @Override
    public List<Allocation> of(UUID server) {
        return sql.query(
                "select * from allocation where server_id = ? order by node",
                to -> to.id(server),
                PostgresAllocations::read);
    }

    @Override
    public boolean wish(UUID server, String node, long epoch, Wish wish, long generation) {
        return sql.update(
                        "update allocation set wish = ?, wish_generation = ? where server_id = ? and node = ?"
                                + " and epoch = ? and wish_generation <= ?",
                        to -> to.text(wish.name())
                                .number(generation)
                                .id(server)
                                .text(node)
                                .number(epoch)
                                .number(generation))
                == 1;
    }

    @Override
    public Optional<Allocation> see(UUID server, String node, long epoch, Sighting seen) {
        return sql.one(
                "update allocation set seen_generation = ?, seen_state = ?, seen_disk = ?, seen_soft = ?, seen_hard = ?,"
                        + " seen_failure = ?::jsonb, seen_root_bytes = ?, seen_at = ?"
                        + " where server_id = ? and node = ? and epoch = ? and coalesce(seen_generation, 0) <= ?"
                        + " returning *",
                to -> to.number(seen.generation())
                        .text(seen.state().name())
                        .number(seen.disk())
                        .number(seen.softReboots())
                        .number(seen.hardReboots())
                        .json(seen.failure())
                        .number(seen.rootDiskBytes())
                        .time(seen.at())
                        .id(server)
                        .text(node)
                        .number(epoch)
                        .number(seen.generation()),
                PostgresAllocations::read);
    }

    @Override
    public void release(UUID server, String node) {
        sql.update(
                "with gone as (delete from allocation where server_id = ? and node = ?"
                        + " returning node, vcpus, ram_mib, disk_gib)"
                        + " update host set used_servers = used_servers - 1, used_vcpus = used_vcpus - gone.vcpus,"
                        + " used_ram_mib = used_ram_mib - gone.ram_mib, used_disk_gib = used_disk_gib - gone.disk_gib"
                        + " from gone where host.name = gone.node",
                to -> to.id(server).text(node));
    }

    private static Need need(ResultSet row) throws SQLException {
        return new Need(row.getInt("vcpus"), row.getInt("ram_mib"), row.getInt("disk_gib"));
    }

    private static Allocation read(ResultSet row) throws SQLException {
        return new Allocation(
                row.getObject("server_id", UUID.class),
                row.getString("node"),
                row.getLong("epoch"),
                need(row),
                Wish.valueOf(row.getString("wish")),
                row.getLong("wish_generation"),
                sighting(row));
    }

    private static @Nullable Sighting sighting(ResultSet row) throws SQLException {
        String state = row.getString("seen_state");
        if (state == null) {
            return null;
        }
        return new Sighting(
                row.getLong("seen_generation"),
                GuestState.valueOf(state),
                row.getLong("seen_disk"),
                row.getLong("seen_soft"),
                row.getLong("seen_hard"),
                Sql.json(row, "seen_failure", Failure.class),
                row.getLong("seen_root_bytes"),
                Sql.when(row, "seen_at"));
    }
}
