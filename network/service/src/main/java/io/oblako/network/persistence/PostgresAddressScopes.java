package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.network.AddressScope;
import io.oblako.network.domain.network.AddressScopes;
import io.oblako.network.domain.network.SubnetPool;
import io.oblako.network.domain.share.Shares;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Address scopes in PostgreSQL. */
@Singleton
class PostgresAddressScopes extends TableCatalog<AddressScope> implements AddressScopes {

    private final PostgresSubnetPools pools;
    private final Shares shares;

    @Inject
    PostgresAddressScopes(DataSource database, PostgresSubnetPools pools, Shares shares) {
        this(new Jdbc(database), pools, shares);
    }

    private PostgresAddressScopes(Jdbc jdbc, PostgresSubnetPools pools, Shares shares) {
        super(jdbc, Kind.ADDRESS_SCOPE, table(jdbc));
        this.pools = pools;
        this.shares = shares;
    }

    private static Table<AddressScope> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.ADDRESS_SCOPE,
                "address_scope",
                Visibility.shared(Kind.ADDRESS_SCOPE, "t.id"),
                List.of(
                        column("ip_version", "int", AddressScope::version),
                        Column.sharedWith(Kind.ADDRESS_SCOPE),
                        Column.shared(Kind.ADDRESS_SCOPE)),
                row -> new AddressScope(
                        row.standard(), row.integer("ip_version"), Set.copyOf(row.texts("shared_with"))));
    }

    @Override
    protected void written(AddressScope scope) {
        shares.everybody(kind(), scope, scope.sharedWith());
    }

    @Override
    public List<SubnetPool> pools(UUID scope) {
        return pools.inScope(scope);
    }
}
