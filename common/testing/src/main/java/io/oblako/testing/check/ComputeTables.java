package io.oblako.testing.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the state of a cloud from compute's schema, for the checker. What the nodes really have is said by whoever can
 * look at them.
 */
public final class ComputeTables {

    private static final int HEARTBEAT_TTL_SECONDS = 12;

    private final Connection connection;

    /** @param connection with compute's schema as its current one */
    public ComputeTables(Connection connection) {
        this.connection = connection;
    }

    /**
     * The state as it is now; without facts, which are on Kafka.
     *
     * @param cpuRatio allocation ratio as configured, the others likewise
     * @throws SQLException when the tables cannot be read
     */
    public CloudState read(List<CloudState.Guest> guests, double cpuRatio, double ramRatio, double diskRatio)
            throws SQLException {
        return new CloudState(
                rows(
                        "select id, project_id, vm_state, task_state, node, epoch, generation,"
                                + " greatest(vcpus, (old_flavor->>'vcpus')::int) as vcpus,"
                                + " greatest(ram_mib, (old_flavor->>'ramMib')::int) as ram_mib from server",
                        row -> new CloudState.Server(
                                row.getString("id"),
                                row.getString("project_id"),
                                row.getString("vm_state"),
                                row.getString("task_state"),
                                row.getString("node"),
                                row.getLong("epoch"),
                                row.getInt("vcpus"),
                                row.getInt("ram_mib"),
                                row.getLong("generation"))),
                rows(
                        "select * from allocation",
                        row -> new CloudState.Allocation(
                                row.getString("server_id"),
                                row.getString("node"),
                                row.getLong("epoch"),
                                row.getInt("vcpus"),
                                row.getInt("ram_mib"),
                                row.getInt("disk_gib"),
                                row.getString("wish").equals("ABSENT"))),
                hosts(cpuRatio, ramRatio, diskRatio),
                usage(),
                guests,
                rows(
                        "select server_id, request_id, action, finished_at from instance_action",
                        row -> new CloudState.Action(
                                row.getString("server_id"),
                                row.getString("request_id"),
                                row.getString("action"),
                                row.getTimestamp("finished_at") != null)),
                List.of(),
                rows(
                        "select name, subject from saga where ended_at is null",
                        row -> row.getString("name") + " of " + row.getString("subject")));
    }

    private List<CloudState.Host> hosts(double cpuRatio, double ramRatio, double diskRatio) throws SQLException {
        return rows(
                "select name, last_seen > clock_timestamp() - interval '" + HEARTBEAT_TTL_SECONDS + " s' as up,"
                        + " used_servers, used_vcpus, used_ram_mib, used_disk_gib, (facts->>'vcpus')::int as vcpus,"
                        + " (facts->>'ramMib')::int as ram_mib, (facts->>'diskGib')::int as disk_gib from host",
                row -> new CloudState.Host(
                        row.getString("name"),
                        row.getBoolean("up"),
                        row.getInt("used_servers"),
                        row.getInt("used_vcpus"),
                        row.getInt("used_ram_mib"),
                        row.getInt("used_disk_gib"),
                        (int) (row.getInt("vcpus") * cpuRatio),
                        (int) (row.getInt("ram_mib") * ramRatio),
                        (int) (row.getInt("disk_gib") * diskRatio)));
    }

    /** Projects that use nothing are left out, as they are where they never used anything. */
    private Map<String, CloudState.Usage> usage() throws SQLException {
        Map<String, CloudState.Usage> usage = new HashMap<>();
        rows(
                "select scope, instances, cores, ram_mib from quota_usage where scope not like 'user:%'",
                row -> {
                    var used = new CloudState.Usage(
                            row.getLong("instances"), row.getLong("cores"), row.getLong("ram_mib"));
                    usage.put(row.getString("scope"), used);
                    return used;
                });
        return usage;
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String text, Row<T> row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(row.read(rows));
            }
            return read;
        }
    }
}
