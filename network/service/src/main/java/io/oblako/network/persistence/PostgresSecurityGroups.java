package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityGroups;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Security groups in PostgreSQL, each with its rules. */
@Singleton
class PostgresSecurityGroups extends TableCatalog<SecurityGroup> implements SecurityGroups {

    private final PostgresSecurityRules rules;

    @Inject
    PostgresSecurityGroups(DataSource database, PostgresSecurityRules rules) {
        this(new Jdbc(database), rules);
    }

    private PostgresSecurityGroups(Jdbc jdbc, PostgresSecurityRules rules) {
        super(jdbc, Kind.SECURITY_GROUP, table(jdbc));
        this.rules = rules;
    }

    private static Table<SecurityGroup> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.SECURITY_GROUP,
                "security_group",
                Visibility.shared(Kind.SECURITY_GROUP, "t.id"),
                List.of(column("stateful", "boolean", SecurityGroup::stateful)),
                row -> new SecurityGroup(row.standard(), row.flag("stateful"), List.of()));
    }

    @Override
    protected List<SecurityGroup> complete(List<SecurityGroup> groups) {
        if (groups.isEmpty()) {
            return groups;
        }
        Map<UUID, List<SecurityRule>> byGroup =
                rules.of(groups.stream().map(SecurityGroup::id).toList());
        return groups.stream()
                .map(group -> group.with(byGroup.getOrDefault(group.id(), List.of())))
                .toList();
    }

    @Override
    public Optional<SecurityGroup> standard(ProjectId project) {
        return complete(table.where("t.project_id = ? and t.name = 'default'", List.of(project)).stream()
                .findFirst());
    }

    @Override
    public void lockStandard(ProjectId project) {
        jdbc.query(
                "select pg_advisory_xact_lock(hashtextextended('default group ' || ?, 0))",
                List.of(project),
                row -> true);
    }

    @Override
    public List<UUID> naming(UUID group) {
        return jdbc.query(
                "select distinct security_group_id from security_group_rule where remote_group_id = ?::uuid",
                List.of(group),
                row -> row.id("security_group_id"));
    }

    @Override
    public boolean inUse(UUID group) {
        return jdbc.exists("select 1 from port_security_group where security_group_id = ?::uuid", List.of(group));
    }
}
