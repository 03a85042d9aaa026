package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;

import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.qos.BandwidthLimit;
import io.oblako.network.domain.qos.DscpMarking;
import io.oblako.network.domain.qos.Flow;
import io.oblako.network.domain.qos.MinimumBandwidth;
import io.oblako.network.domain.qos.QosRule;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Rules of QoS policies in PostgreSQL: a table for each type. */
@ApplicationScoped
class QosRuleTables {

    private final Rules<BandwidthLimit> limits;
    private final Rules<DscpMarking> markings;
    private final Rules<MinimumBandwidth> minima;

    QosRuleTables(DataSource database) {
        Jdbc jdbc = new Jdbc(database);
        limits = rules(
                jdbc,
                Kind.BANDWIDTH_LIMIT_RULE,
                List.of(
                        column("policy_id", "uuid", BandwidthLimit::policy),
                        column("direction", "text", rule -> rule.flow().word()),
                        column("max_kbps", "int", BandwidthLimit::maxKbps),
                        column("max_burst_kbps", "int", BandwidthLimit::maxBurstKbps)),
                row -> new BandwidthLimit(
                        row.standard(),
                        row.id("policy_id"),
                        Flow.of(row.text("direction")),
                        row.integer("max_kbps"),
                        row.integer("max_burst_kbps")));
        markings = rules(
                jdbc,
                Kind.DSCP_MARKING_RULE,
                List.of(
                        column("policy_id", "uuid", DscpMarking::policy),
                        column("dscp_mark", "int", DscpMarking::mark)),
                row -> new DscpMarking(row.standard(), row.id("policy_id"), row.integer("dscp_mark")));
        minima = rules(
                jdbc,
                Kind.MINIMUM_BANDWIDTH_RULE,
                List.of(
                        column("policy_id", "uuid", MinimumBandwidth::policy),
                        column("direction", "text", rule -> rule.flow().word()),
                        column("min_kbps", "int", MinimumBandwidth::minKbps)),
                row -> new MinimumBandwidth(
                        row.standard(), row.id("policy_id"), Flow.of(row.text("direction")), row.integer("min_kbps")));
    }

    /** Who sees the policy sees its rules. */
    private static <R extends Resource<R> & QosRule> Rules<R> rules(
            Jdbc jdbc, Kind kind, List<Column<R>> columns, Row.Reader<R> reader) {
        return new Rules<>(
                jdbc,
                kind,
                new Table<>(
                        jdbc, kind, kind.word(), Visibility.shared(Kind.QOS_POLICY, "t.policy_id"), columns, reader));
    }

    private static final class Rules<R extends Resource<R> & QosRule> extends TableCatalog<R> {

        Rules(Jdbc jdbc, Kind kind, Table<R> table) {
            super(jdbc, kind, table);
        }

        List<R> of(Collection<UUID> policies) {
            return table.where("t.policy_id = any(?::text[]::uuid[])", List.of(policies));
        }
    }

    /** All rules of the policies, of every type. */
    List<QosRule> of(Collection<UUID> policies) {
        List<QosRule> all = new ArrayList<>();
        Stream.of(limits, markings, minima).forEach(type -> all.addAll(type.of(policies)));
        return all;
    }

    @Produces
    @Singleton
    Catalog<BandwidthLimit> limits() {
        return limits;
    }

    @Produces
    @Singleton
    Catalog<DscpMarking> markings() {
        return markings;
    }

    @Produces
    @Singleton
    Catalog<MinimumBandwidth> minima() {
        return minima;
    }
}
