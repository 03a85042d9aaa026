package io.oblako.compute.persistence;

import io.oblako.compute.domain.usage.ServerUsage;
import io.oblako.compute.domain.usage.ServerUsages;
import io.oblako.kernel.id.ProjectId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Usage from the table of servers, where deleted ones stay. */
@ApplicationScoped
class PostgresServerUsages implements ServerUsages {

    private static final String QUERY =
            "select id, project_id, name, vm_state, flavor_name, vcpus, ram_mib, disk_gib, launched_at, deleted_at"
                    + " from server where launched_at is not null and launched_at < ?"
                    + " and (deleted_at is null or deleted_at > ?)"
                    + " and (?::text is null or project_id = ?) and (?::uuid is null or id > ?::uuid)"
                    + " order by id limit ?";

    private final DataSource database;

    PostgresServerUsages(DataSource database) {
        this.database = database;
    }

    @Override
    public List<ServerUsage> inPeriod(
            ServerUsage.Period period, @Nullable ProjectId project, @Nullable String after, int limit) {
        String owner = project == null ? null : project.value();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(QUERY)) {
            select.setTimestamp(1, Timestamp.from(period.end()));
            select.setTimestamp(2, Timestamp.from(period.start()));
            select.setString(3, owner);
            select.setString(4, owner);
            select.setString(5, after);
            select.setString(6, after);
            select.setInt(7, limit);
            List<ServerUsage> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(usage(row));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("the usage of servers could not be read", e);
        }
    }

    private static ServerUsage usage(ResultSet row) throws SQLException {
        Timestamp deleted = row.getTimestamp("deleted_at");
        return new ServerUsage(
                row.getObject("id", UUID.class),
                ProjectId.of(row.getString("project_id")),
                row.getString("name"),
                row.getString("vm_state").toLowerCase(Locale.ROOT),
                row.getString("flavor_name"),
                row.getInt("vcpus"),
                row.getInt("ram_mib"),
                row.getInt("disk_gib"),
                row.getTimestamp("launched_at").toInstant(),
                deleted == null ? null : deleted.toInstant());
    }
}
