package io.oblako.compute.persistence;

import io.oblako.compute.contracts.NodeReport.Heartbeat;
import io.oblako.compute.domain.node.Heartbeats;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.schedule.ClaimHost;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Hosts in PostgreSQL. Whether one lives is decided by the clock of the database, which also stamps its heartbeats. */
@ApplicationScoped
class PostgresHosts implements Hosts, Heartbeats {

    private static final int MOST = 10_000;
    private static final String SELECT = "select host.*, clock_timestamp() as read_at from host";

    private final Sql sql;

    PostgresHosts(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public List<Host> list() {
        return sql.query(SELECT + " order by name limit " + MOST, _ -> {}, PostgresHosts::read);
    }

    @Override
    public Optional<Host> find(String name) {
        return sql.one(SELECT + " where name = ?", to -> to.text(name), PostgresHosts::read);
    }

    @Override
    public List<Host> named(Set<String> names) {
        return sql.query(SELECT + " where name = any(?)", to -> to.texts(names), PostgresHosts::read);
    }

    @Override
    public Optional<Host> find(UUID hypervisorOrService) {
        return sql.one(
                SELECT + " where hypervisor_id = ? or service_id = ?",
                to -> to.id(hypervisorOrService).id(hypervisorOrService),
                PostgresHosts::read);
    }

    @Override
    public Optional<Host> find(int number) {
        return sql.one(SELECT + " where number = ?", to -> to.number(number), PostgresHosts::read);
    }

    @Override
    public boolean setDisabled(String name, boolean disabled, @Nullable String reason) {
        return sql.update(
                        "update host set disabled = ?, disabled_reason = ? where name = ?",
                        to -> to.flag(disabled).text(disabled ? reason : null).text(name))
                == 1;
    }

    @Override
    public boolean setForcedDown(String name, boolean forcedDown) {
        return sql.update(
                        "update host set forced_down = ?,"
                                + " epoch = epoch + case when ? and not forced_down then 1 else 0 end where name = ?",
                        to -> to.flag(forcedDown).flag(forcedDown).text(name))
                == 1;
    }

    @Override
    public Standing beat(Heartbeat beat, String zone) {
        Optional<Standing> standing = sql.one(
                "insert into host (name, hypervisor_id, service_id, zone, epoch, boot_id, sequence, facts, created_at,"
                        + " last_seen) values (?, ?, ?, ?, 1, ?, ?, ?::jsonb, clock_timestamp(), clock_timestamp())"
                        + " on conflict (name) do update set boot_id = excluded.boot_id, sequence = excluded.sequence,"
                        + " facts = excluded.facts, last_seen = excluded.last_seen"
                        + " where host.boot_id <> excluded.boot_id or host.sequence < excluded.sequence"
                        + " returning epoch, forced_down",
                to -> to.text(beat.node())
                        .id(UUID.randomUUID())
                        .id(UUID.randomUUID())
                        .text(zone)
                        .text(beat.bootId())
                        .number(beat.sequence())
                        .json(facts(beat)),
                row -> new Standing(row.getLong("epoch"), row.getBoolean("forced_down")));
        return standing.orElseGet(() -> {
            Host host = find(beat.node()).orElseThrow();
            return new Standing(host.epoch(), host.forcedDown());
        });
    }

    private static Host.Facts facts(Heartbeat beat) {
        return new Host.Facts(
                beat.vcpus(),
                beat.ramMib(),
                beat.usedRamMib(),
                beat.diskGib(),
                beat.freeDiskGib(),
                beat.architecture(),
                beat.accelerator(),
                beat.traits(),
                beat.hypervisorType(),
                beat.hypervisorVersion(),
                beat.hostIp(),
                beat.httpUrl(),
                beat.cpuInfo(),
                beat.guests(),
                beat.loadAverage(),
                beat.uptimeSeconds());
    }

    private static Host read(ResultSet row) throws SQLException {
        Instant lastSeen = Sql.when(row, "last_seen");
        boolean forcedDown = row.getBoolean("forced_down");
        boolean heard = lastSeen.plus(ClaimHost.HEARTBEAT_TTL).isAfter(Sql.when(row, "read_at"));
        Host.Facts facts = Sql.json(row, "facts", Host.Facts.class);
        if (facts == null) {
            throw new IllegalStateException("A host has facts: its first heartbeat made the row");
        }
        return new Host(
                row.getString("name"),
                row.getInt("number"),
                row.getObject("hypervisor_id", UUID.class),
                row.getObject("service_id", UUID.class),
                row.getString("zone"),
                row.getLong("epoch"),
                row.getString("boot_id"),
                heard && !forcedDown,
                row.getBoolean("disabled"),
                row.getString("disabled_reason"),
                forcedDown,
                facts,
                new Host.Allocated(
                        row.getInt("used_servers"),
                        row.getInt("used_vcpus"),
                        row.getInt("used_ram_mib"),
                        row.getInt("used_disk_gib")),
                Sql.when(row, "created_at"),
                lastSeen);
    }
}
