package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.nullable;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.network.SubnetPool;
import io.oblako.network.domain.network.SubnetPools;
import io.oblako.network.domain.share.Shares;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Subnet pools in PostgreSQL. */
@Singleton
class PostgresSubnetPools extends TableCatalog<SubnetPool> implements SubnetPools {

    private final Shares shares;

    @Inject
    PostgresSubnetPools(DataSource database, Shares shares) {
        this(new Jdbc(database), shares);
    }

    private PostgresSubnetPools(Jdbc jdbc, Shares shares) {
        super(jdbc, Kind.SUBNET_POOL, table(jdbc));
        this.shares = shares;
    }

    private static Table<SubnetPool> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.SUBNET_POOL,
                "subnetpool",
                Visibility.shared(Kind.SUBNET_POOL, "t.id"),
                List.of(
                        column("ip_version", "int", SubnetPool::version),
                        column("prefixes", "cidr[]", SubnetPool::prefixes),
                        column("default_prefixlen", "int", SubnetPool::defaultLength),
                        column("min_prefixlen", "int", SubnetPool::minLength),
                        column("max_prefixlen", "int", SubnetPool::maxLength),
                        nullable("default_quota", "int", SubnetPool::defaultQuota),
                        column("is_default", "boolean", SubnetPool::isDefault),
                        nullable("address_scope_id", "uuid", SubnetPool::addressScope),
                        Column.sharedWith(Kind.SUBNET_POOL),
                        Column.shared(Kind.SUBNET_POOL)),
                PostgresSubnetPools::read);
    }

    private static SubnetPool read(Row row) throws SQLException {
        Integer quota = row.optionalInteger("default_quota");
        return new SubnetPool(
                row.standard(),
                row.integer("ip_version"),
                row.texts("prefixes").stream().map(Cidr::of).toList(),
                row.integer("default_prefixlen"),
                row.integer("min_prefixlen"),
                row.integer("max_prefixlen"),
                quota,
                row.flag("is_default"),
                Set.copyOf(row.texts("shared_with")),
                row.optionalId("address_scope_id"));
    }

    @Override
    protected void written(SubnetPool pool) {
        shares.everybody(kind(), pool, pool.sharedWith());
    }

    List<SubnetPool> inScope(UUID scope) {
        return table.where("t.address_scope_id = ?::uuid", List.of(scope));
    }

    @Override
    public Optional<SubnetPool> standard(int version) {
        return table.where("t.is_default and t.ip_version = ?::int", List.of(version)).stream()
                .findFirst();
    }
}
