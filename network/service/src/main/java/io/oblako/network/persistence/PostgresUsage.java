package io.oblako.network.persistence;

import io.oblako.network.domain.network.AddressUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** How many addresses ports have, counted in PostgreSQL. */
@ApplicationScoped
class PostgresUsage implements AddressUsage {

    private final Jdbc jdbc;

    PostgresUsage(DataSource database) {
        this.jdbc = new Jdbc(database);
    }

    @Override
    public Map<UUID, Long> usedBySubnet(Collection<UUID> networks) {
        return jdbc
                .query(
                        "select a.subnet_id, count(*) as used from ip_allocation a join subnet s on s.id = a.subnet_id"
                                + " where s.network_id = any(?::text[]::uuid[]) group by a.subnet_id",
                        List.of(networks),
                        row -> Map.entry(row.id("subnet_id"), row.number("used")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
