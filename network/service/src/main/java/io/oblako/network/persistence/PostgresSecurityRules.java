package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.nullable;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import io.oblako.network.domain.security.SecurityRules;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Rules of security groups in PostgreSQL. */
@Singleton
class PostgresSecurityRules extends TableCatalog<SecurityRule> implements SecurityRules {

    @Inject
    PostgresSecurityRules(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresSecurityRules(Jdbc jdbc) {
        super(jdbc, Kind.SECURITY_GROUP_RULE, table(jdbc));
    }

    private static Table<SecurityRule> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.SECURITY_GROUP_RULE,
                "security_group_rule",
                Visibility.shared(Kind.SECURITY_GROUP, "t.security_group_id"),
                List.of(
                        column("security_group_id", "uuid", SecurityRule::group),
                        column("direction", "text", rule -> rule.direction().word()),
                        column("ethertype", "text", rule -> rule.etherType().word()),
                        nullable("protocol", "text", SecurityRule::protocol),
                        nullable("port_range_min", "int", SecurityRule::portMin),
                        nullable("port_range_max", "int", SecurityRule::portMax),
                        nullable("remote_ip_prefix", "text", SecurityRule::remoteText),
                        nullable("remote_group_id", "uuid", SecurityRule::remoteGroup),
                        nullable("remote_address_group_id", "uuid", SecurityRule::remoteAddressGroup)),
                PostgresSecurityRules::read);
    }

    private static SecurityRule read(Row row) throws SQLException {
        return new SecurityRule(
                row.standard(),
                row.id("security_group_id"),
                row.text("direction").equals(Direction.INGRESS.word()) ? Direction.INGRESS : Direction.EGRESS,
                row.text("ethertype").equals(EtherType.IPV4.word()) ? EtherType.IPV4 : EtherType.IPV6,
                row.optionalText("protocol"),
                row.optionalInteger("port_range_min"),
                row.optionalInteger("port_range_max"),
                row.optionalText("remote_ip_prefix"),
                row.optionalId("remote_group_id"),
                row.optionalId("remote_address_group_id"));
    }

    /** Oldest first, by group: for lists of groups. */
    Map<UUID, List<SecurityRule>> of(Collection<UUID> groups) {
        return table
                .where("t.security_group_id = any(?::text[]::uuid[]) order by t.created_at, t.id", List.of(groups))
                .stream()
                .collect(Collectors.groupingBy(SecurityRule::group));
    }
}
