package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.filter;
import static io.oblako.network.persistence.Column.nullable;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.HostRoute;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Subnets in PostgreSQL. */
@Singleton
class PostgresSubnets extends TableCatalog<Subnet> implements Subnets {

    @Inject
    PostgresSubnets(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresSubnets(Jdbc jdbc) {
        super(jdbc, Kind.SUBNET, table(jdbc));
    }

    private static Table<Subnet> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.SUBNET,
                "subnet",
                // Those of an external network are its owner's business, as in Neutron.
                Visibility.lent(Kind.NETWORK, "t.network_id"),
                List.of(
                        column("network_id", "uuid", Subnet::network),
                        column("cidr", "cidr", Subnet::cidr),
                        nullable("gateway_ip", "inet", Subnet::gateway),
                        column("allocation_pools", "jsonb", PostgresSubnets::pools),
                        column("dns_nameservers", "varchar[]", Subnet::dnsNameservers),
                        column("host_routes", "jsonb", PostgresSubnets::routes),
                        column("enable_dhcp", "boolean", Subnet::dhcp),
                        nullable("ipv6_ra_mode", "text", subnet -> word(subnet.raMode())),
                        nullable("ipv6_address_mode", "text", subnet -> word(subnet.addressMode())),
                        nullable("subnetpool_id", "uuid", Subnet::pool),
                        column("service_types", "varchar[]", Subnet::serviceTypes),
                        filter("ip_version", "family(t.cidr)::text = any(?::text[])"),
                        filter(
                                "shared",
                                "exists (select 1 from rbac_policy r where r.object_type = 'network' and r.object_id ="
                                        + " t.network_id and r.action = 'access_as_shared' and r.target_tenant = "
                                        + "'*')::text"
                                        + " = any(?::text[])")),
                PostgresSubnets::read);
    }

    private static @Nullable String word(@Nullable Ipv6Mode mode) {
        return mode == null ? null : mode.word();
    }

    private static String pools(Subnet subnet) {
        return Json.text(subnet.pools().stream()
                .map(pool -> List.of(pool.first().toString(), pool.last().toString()))
                .toList());
    }

    private static String routes(Subnet subnet) {
        return Json.text(subnet.hostRoutes().stream()
                .map(route -> Map.of(
                        "to",
                        route.destination().toString(),
                        "via",
                        route.nextHop().toString()))
                .toList());
    }

    private static Subnet read(Row row) throws SQLException {
        String gateway = row.optionalText("gateway_ip");
        return new Subnet(
                row.standard(),
                row.id("network_id"),
                Cidr.of(row.text("cidr")),
                gateway == null ? null : Ip.of(gateway),
                pools(row.json("allocation_pools")),
                row.texts("dns_nameservers").stream().map(Ip::of).toList(),
                routes(row.json("host_routes")),
                row.flag("enable_dhcp"),
                mode(row.optionalText("ipv6_ra_mode")),
                mode(row.optionalText("ipv6_address_mode")),
                row.optionalId("subnetpool_id"),
                row.texts("service_types"));
    }

    private static @Nullable Ipv6Mode mode(@Nullable String word) {
        return word == null ? null : Ipv6Mode.of(word);
    }

    private static List<AddressRange> pools(JsonNode json) {
        List<AddressRange> pools = new ArrayList<>();
        json.forEach(pool -> pools.add(
                new AddressRange(Ip.of(pool.get(0).asText()), Ip.of(pool.get(1).asText()))));
        return pools;
    }

    private static List<HostRoute> routes(JsonNode json) {
        List<HostRoute> routes = new ArrayList<>();
        json.forEach(route -> routes.add(new HostRoute(
                Cidr.of(route.get("to").asText()), Ip.of(route.get("via").asText()))));
        return routes;
    }

    @Override
    public List<Subnet> of(UUID network) {
        return table.where("t.network_id = ?::uuid order by t.created_at, t.id", List.of(network));
    }

    @Override
    public List<Subnet> fromPool(UUID pool) {
        return table.where("t.subnetpool_id = ?::uuid", List.of(pool));
    }
}
