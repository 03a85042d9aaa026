package io.oblako.network.persistence;

import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Ipam;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Addresses that ports have, in PostgreSQL. */
@ApplicationScoped
class PostgresIpam implements Ipam {

    private final Jdbc jdbc;

    PostgresIpam(DataSource database) {
        this.jdbc = new Jdbc(database);
    }

    @Override
    public void lock(Collection<UUID> subnets) {
        subnets.forEach(subnet -> jdbc.query(
                "select pg_advisory_xact_lock(hashtextextended('ipam ' || ?, 0))", List.of(subnet), row -> true));
    }

    @Override
    public Set<Ip> taken(UUID subnet, Collection<Ip> candidates) {
        return new HashSet<>(jdbc.query(
                "select host(address) as address from ip_allocation where subnet_id = ?::uuid and address ="
                        + " any(?::text[]::inet[])",
                List.of(subnet, candidates),
                row -> Ip.of(row.text("address"))));
    }

    @Override
    public List<Ip> taken(UUID subnet, AddressRange range, int most) {
        return jdbc.query(
                "select host(address) as address from ip_allocation where subnet_id = ?::uuid and address between"
                        + " ?::inet and ?::inet order by address limit ?::int",
                List.of(subnet, range.first(), range.last(), most),
                row -> Ip.of(row.text("address")));
    }

    @Override
    public boolean inUse(UUID subnet) {
        return jdbc.exists(
                "select 1 from ip_allocation a join port p on p.id = a.port_id where a.subnet_id = ?::uuid and"
                        + " p.device_owner not in ('network:dhcp', 'network:distributed')",
                List.of(subnet));
    }

    @Override
    public @Nullable UUID routerPortAt(UUID subnet, Ip address) {
        return jdbc.one(
                        "select p.id from ip_allocation a join port p on p.id = a.port_id where a.subnet_id = "
                                + "?::uuid and"
                                + " a.address = ?::inet and p.device_owner like 'network:router%'",
                        List.of(subnet, address), row -> row.id("id"))
                .orElse(null);
    }
}
