package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.qos.QosPolicies;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.qos.QosRule;
import io.oblako.network.domain.share.Shares;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** QoS policies in PostgreSQL, each with its rules. */
@Singleton
class PostgresQosPolicies extends TableCatalog<QosPolicy> implements QosPolicies {

    private final QosRuleTables rules;
    private final Shares shares;

    @Inject
    PostgresQosPolicies(DataSource database, QosRuleTables rules, Shares shares) {
        this(new Jdbc(database), rules, shares);
    }

    private PostgresQosPolicies(Jdbc jdbc, QosRuleTables rules, Shares shares) {
        super(jdbc, Kind.QOS_POLICY, table(jdbc));
        this.rules = rules;
        this.shares = shares;
    }

    private static Table<QosPolicy> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.QOS_POLICY,
                "qos_policy",
                Visibility.shared(Kind.QOS_POLICY, "t.id"),
                List.of(
                        column("is_default", "boolean", QosPolicy::isDefault),
                        Column.sharedWith(Kind.QOS_POLICY),
                        Column.shared(Kind.QOS_POLICY)),
                row -> new QosPolicy(
                        row.standard(), row.flag("is_default"), Set.copyOf(row.texts("shared_with")), List.of()));
    }

    @Override
    protected void written(QosPolicy policy) {
        shares.everybody(kind(), policy, policy.sharedWith());
    }

    @Override
    protected List<QosPolicy> complete(List<QosPolicy> policies) {
        if (policies.isEmpty()) {
            return policies;
        }
        Map<UUID, List<QosRule>> byPolicy = rules
                .of(policies.stream().map(QosPolicy::id).toList())
                .stream()
                .sorted(Comparator.comparing(rule -> rule.resource().standard().createdAt()))
                .collect(Collectors.groupingBy(QosRule::policy));
        return policies.stream()
                .map(policy -> policy.with(byPolicy.getOrDefault(policy.id(), List.of())))
                .toList();
    }

    @Override
    public Optional<QosPolicy> standard(ProjectId project) {
        return table.where("t.is_default and t.project_id = ?", List.of(project)).stream()
                .findFirst();
    }

    @Override
    public Optional<String> user(UUID policy) {
        return jdbc.one(
                "select 'network ' || id as user from network where qos_policy_id = ?::uuid union all select 'port ' || id"
                        + " from port where qos_policy_id = ?::uuid union all select 'floatingip ' || id from floatingip"
                        + " where qos_policy_id = ?::uuid limit 1",
                List.of(policy, policy, policy),
                row -> row.text("user"));
    }
}
