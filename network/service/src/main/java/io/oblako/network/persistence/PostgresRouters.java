package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.computed;
import static io.oblako.network.persistence.Column.filter;
import static io.oblako.network.persistence.Column.nullable;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.router.ExtraRoute;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.router.Routers;
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

/** Routers in PostgreSQL; the gateway's network and addresses are those of its port. */
@Singleton
class PostgresRouters extends TableCatalog<Router> implements Routers {

    @Inject
    PostgresRouters(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresRouters(Jdbc jdbc) {
        super(jdbc, Kind.ROUTER, table(jdbc));
    }

    private static Table<Router> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.ROUTER,
                "router",
                Visibility.OWN,
                List.of(
                        column("admin_state_up", "boolean", Router::adminStateUp),
                        nullable("gateway_port_id", "uuid", router -> port(router.gateway())),
                        column("enable_snat", "boolean", router -> snat(router.gateway())),
                        column("routes", "jsonb", PostgresRouters::routes),
                        column("distributed", "boolean", Router::distributed),
                        column("ha", "boolean", Router::ha),
                        column("availability_zone_hints", "varchar[]", Router::zoneHints),
                        computed(
                                "gateway_network_id",
                                "(select p.network_id from port p where p.id = t.gateway_port_id)"),
                        computed("gateway_ips", PostgresPorts.addresses("t.gateway_port_id")),
                        filter("status", "'ACTIVE' = any(?::text[])"),
                        filter(
                                "external_gateway_info.network_id",
                                "exists (select 1 from port p where p.id = t.gateway_port_id and p.network_id ="
                                        + " any(?::text[]::uuid[]))")),
                PostgresRouters::read);
    }

    private static @Nullable UUID port(@Nullable Gateway gateway) {
        return gateway == null ? null : gateway.port();
    }

    private static boolean snat(@Nullable Gateway gateway) {
        return gateway == null || gateway.snat();
    }

    private static String routes(Router router) {
        return Json.text(router.routes().stream()
                .map(route -> Map.of(
                        "to",
                        route.destination().toString(),
                        "via",
                        route.nextHop().toString()))
                .toList());
    }

    private static List<ExtraRoute> routes(JsonNode json) {
        List<ExtraRoute> routes = new ArrayList<>();
        json.forEach(route -> routes.add(new ExtraRoute(
                Cidr.of(route.get("to").asText()), Ip.of(route.get("via").asText()))));
        return routes;
    }

    private static Router read(Row row) throws SQLException {
        UUID port = row.optionalId("gateway_port_id");
        return new Router(
                row.standard(),
                row.flag("admin_state_up"),
                port == null
                        ? null
                        : new Gateway(
                                row.id("gateway_network_id"),
                                port,
                                row.flag("enable_snat"),
                                PostgresPorts.fixedIps(row, "gateway_ips")),
                routes(row.json("routes")),
                row.flag("distributed"),
                row.flag("ha"),
                row.texts("availability_zone_hints"));
    }

    /** One whose interface is the gateway of the subnet comes before the others. */
    @Override
    public List<Router> onSubnet(UUID subnet) {
        return table.where(
                "t.id in (select p.device_id::uuid from port p join ip_allocation a on a.port_id = p.id"
                        + " where a.subnet_id = ?::uuid and p.device_owner = 'network:router_interface')"
                        + " order by not exists (select 1 from port p join ip_allocation a on a.port_id = p.id"
                        + " join subnet s on s.id = a.subnet_id where a.subnet_id = ?::uuid"
                        + " and p.device_id = t.id::text and a.address = s.gateway_ip), t.created_at, t.id",
                List.of(subnet, subnet));
    }
}
