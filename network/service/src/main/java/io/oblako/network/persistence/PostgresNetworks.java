package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;
import static io.oblako.network.persistence.Column.computed;
import static io.oblako.network.persistence.Column.filter;
import static io.oblako.network.persistence.Column.nullable;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.share.Shares;
import io.oblako.network.domain.share.Shares.Action;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Networks in PostgreSQL. */
@Singleton
class PostgresNetworks extends TableCatalog<Network> implements Networks {

    private static final String ALLOWED =
            "select 1 from rbac_policy r where r.object_type = 'network' and r.object_id = t.id and r.action = ";
    /** Ports that the cloud itself puts on networks: they go with them. */
    private static final List<String> AUTOMATIC = List.of(DeviceOwner.DHCP, DeviceOwner.DISTRIBUTED);

    private static final int TRIES = 32;
    private static final int TUNNELS = 1 << 24;

    private final RandomGenerator random = new SecureRandom();
    private final Shares shares;

    @Inject
    PostgresNetworks(DataSource database, Shares shares) {
        this(new Jdbc(database), shares);
    }

    private PostgresNetworks(Jdbc jdbc, Shares shares) {
        super(jdbc, Kind.NETWORK, table(jdbc));
        this.shares = shares;
    }

    private static Table<Network> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.NETWORK,
                "network",
                Visibility.shared(Kind.NETWORK, "t.id"),
                List.of(
                        column("admin_state_up", "boolean", Network::adminStateUp),
                        column("mtu", "int", Network::mtu),
                        column("port_security_enabled", "boolean", Network::portSecurity),
                        Column.<Network>column(
                                        "network_type",
                                        "text",
                                        network -> network.provider().type())
                                .as("provider:network_type"),
                        Column.<Network>nullable(
                                        "physical_network",
                                        "text",
                                        network -> network.provider().physicalNetwork())
                                .as("provider:physical_network"),
                        Column.<Network>nullable(
                                        "segmentation_id",
                                        "int",
                                        network -> network.provider().segmentationId())
                                .as("provider:segmentation_id"),
                        column("availability_zone_hints", "varchar[]", Network::zoneHints),
                        nullable("qos_policy_id", "uuid", Network::qosPolicy),
                        computed("scope_4", scope(4)),
                        computed("scope_6", scope(6)),
                        computed("shared_with", targets(Action.ACCESS_AS_SHARED)),
                        computed("external_to", targets(Action.ACCESS_AS_EXTERNAL)),
                        computed(
                                "subnets",
                                "array(select s.id from subnet s where s.network_id = t.id order by s.created_at, "
                                        + "s.id)"),
                        filter(
                                "shared",
                                "exists (" + ALLOWED
                                        + "'access_as_shared' and r.target_tenant = '*')::text = any(?::text[])"),
                        filter(
                                "router:external",
                                "exists (" + ALLOWED + "'access_as_external')::text = any(?::text[])"),
                        filter("status", "case when t.admin_state_up then 'ACTIVE' else 'DOWN' end = any(?::text[])")),
                PostgresNetworks::read);
    }

    private static String scope(int version) {
        return "(select p.address_scope_id from subnet s join subnetpool p on p.id = s.subnetpool_id where s.network_id ="
                + " t.id and p.ip_version = " + version + " and p.address_scope_id is not null limit 1)";
    }

    private static String targets(Action action) {
        return "array(select r.target_tenant from rbac_policy r where r.object_type = 'network' and r.object_id = t.id"
                + " and r.action = '" + action.word() + "')";
    }

    private static Network read(Row row) throws SQLException {
        return new Network(
                row.standard(),
                row.flag("admin_state_up"),
                row.integer("mtu"),
                row.flag("port_security_enabled"),
                new Network.Provider(
                        row.text("network_type"),
                        row.optionalText("physical_network"),
                        row.optionalInteger("segmentation_id")),
                row.texts("availability_zone_hints"),
                Set.copyOf(row.texts("shared_with")),
                Set.copyOf(row.texts("external_to")),
                row.ids("subnets"),
                new Network.Scopes(row.optionalId("scope_4"), row.optionalId("scope_6")),
                row.optionalId("qos_policy_id"));
    }

    @Override
    protected void written(Network network) {
        String owner = network.project().value();
        everybody(network, owner, Action.ACCESS_AS_SHARED, network.sharedWith());
        everybody(network, owner, Action.ACCESS_AS_EXTERNAL, network.externalTo());
    }

    private void everybody(Network network, String owner, Action action, Set<String> targets) {
        shares.everybody(Kind.NETWORK, network.id(), owner, action, targets.contains(Shares.EVERYBODY));
    }

    @Override
    public boolean inUse(UUID network) {
        return jdbc.exists(
                "select 1 from port where network_id = ?::uuid and not device_owner = any(?::text[])",
                Arrays.asList(network, AUTOMATIC));
    }

    @Override
    public boolean usedByOthers(UUID network, ProjectId owner) {
        return jdbc.exists(
                "select 1 from port p where p.network_id = ?::uuid and p.project_id <> ? and not exists (select 1 from"
                        + " rbac_policy r where r.object_type = 'network' and r.object_id = p.network_id and"
                        + " r.action = 'access_as_shared' and r.target_tenant = p.project_id)",
                List.of(network, owner));
    }

    @Override
    public Network.Provider reserve(Network.Provider wanted) {
        Integer segment = wanted.segmentationId();
        if (segment != null || !wanted.type().equals("geneve")) {
            if (taken(wanted)) {
                throw CloudException.conflict(
                        "Unable to create the network. The segment %s of %s is in use by another network."
                                .formatted(
                                        segment,
                                        wanted.physicalNetwork() == null ? "geneve" : wanted.physicalNetwork()));
            }
            return wanted;
        }
        for (int i = 0; i < TRIES; i++) {
            Network.Provider drawn = new Network.Provider(wanted.type(), null, 1 + random.nextInt(TUNNELS - 1));
            if (!taken(drawn)) {
                return drawn;
            }
        }
        throw CloudException.conflict("Unable to create the network. No tunnel id is left.");
    }

    private boolean taken(Network.Provider provider) {
        return jdbc.exists(
                "select 1 from network where network_type = ? and physical_network is not distinct from ?::text and"
                        + " segmentation_id is not distinct from ?::int",
                Arrays.asList(provider.type(), provider.physicalNetwork(), provider.segmentationId()));
    }
}
