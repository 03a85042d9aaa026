package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.AddressGroups;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Address groups in PostgreSQL. */
@Singleton
class PostgresAddressGroups extends TableCatalog<AddressGroup> implements AddressGroups {

    @Inject
    PostgresAddressGroups(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresAddressGroups(Jdbc jdbc) {
        super(jdbc, Kind.ADDRESS_GROUP, table(jdbc));
    }

    private static Table<AddressGroup> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.ADDRESS_GROUP,
                "address_group",
                Visibility.shared(Kind.ADDRESS_GROUP, "t.id"),
                List.of(
                        column("addresses", "inet[]", AddressGroup::addresses),
                        Column.sharedWith(Kind.ADDRESS_GROUP),
                        Column.shared(Kind.ADDRESS_GROUP)),
                row -> new AddressGroup(
                        row.standard(),
                        row.texts("addresses").stream().map(Cidr::of).toList(),
                        Set.copyOf(row.texts("shared_with"))));
    }

    @Override
    public boolean inUse(UUID group) {
        return jdbc.exists("select 1 from security_group_rule where remote_address_group_id = ?::uuid", List.of(group));
    }
}
