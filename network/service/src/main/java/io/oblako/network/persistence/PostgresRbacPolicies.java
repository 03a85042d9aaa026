package io.oblako.network.persistence;

import static io.oblako.network.persistence.Column.column;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.share.RbacPolicies;
import io.oblako.network.domain.share.RbacPolicy;
import io.oblako.network.domain.share.Shares.Action;
import io.oblako.network.persistence.Table.Visibility;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

/** RBAC policies in PostgreSQL, those among them that stand for the flags of networks and pools. */
@Singleton
class PostgresRbacPolicies extends TableCatalog<RbacPolicy> implements RbacPolicies {

    @Inject
    PostgresRbacPolicies(DataSource database) {
        this(new Jdbc(database));
    }

    private PostgresRbacPolicies(Jdbc jdbc) {
        super(jdbc, Kind.RBAC_POLICY, table(jdbc));
    }

    private static Table<RbacPolicy> table(Jdbc jdbc) {
        return new Table<>(
                jdbc,
                Kind.RBAC_POLICY,
                "rbac_policy",
                Visibility.OWN,
                List.of(
                        column("object_type", "text", policy -> policy.kind().objectType()),
                        column("object_id", "uuid", RbacPolicy::object),
                        column("action", "text", policy -> policy.action().word()),
                        column("target_tenant", "text", RbacPolicy::target)),
                PostgresRbacPolicies::read);
    }

    private static RbacPolicy read(Row row) throws SQLException {
        String type = row.text("object_type");
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.objectType().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is of type " + type));
        return new RbacPolicy(
                row.standard(),
                kind,
                row.id("object_id"),
                Action.valueOf(row.text("action").toUpperCase(Locale.ROOT)),
                row.text("target_tenant"));
    }

    @Override
    public boolean exists(RbacPolicy like) {
        return jdbc.exists(
                "select 1 from rbac_policy where object_type = ? and object_id = ?::uuid and action = ? and"
                        + " target_tenant = ?",
                List.of(like.kind().objectType(), like.object(), like.action().word(), like.target()));
    }

    @Override
    public boolean needed(RbacPolicy policy, ProjectId owner) {
        UUID object = policy.object();
        return jdbc.exists(
                "select 1 from (" + users(policy) + ") used where used.project_id <> ? and ? in ('*', used.project_id)"
                        + " and not exists (select 1 from rbac_policy r where r.object_type = ? and r.object_id = ?::uuid"
                        + " and r.action = ? and r.id <> ?::uuid and r.target_tenant in ('*', used.project_id))",
                List.of(
                        object,
                        owner,
                        policy.target(),
                        policy.kind().objectType(),
                        object,
                        policy.action().word(),
                        policy.id()));
    }

    /** SQL for the projects that have something on the object, with one place for its id. */
    private static String users(RbacPolicy policy) {
        String with = "with object as (select ?::uuid as id) select project_id from ";
        return with
                + switch (policy.kind()) {
                    case NETWORK ->
                        policy.action() == Action.ACCESS_AS_SHARED
                                ? "port where network_id = (select id from object)"
                                : "floatingip where floating_network_id = (select id from object) union select"
                                        + " r.project_id from router r join port p on p.id = r.gateway_port_id"
                                        + " where p.network_id = (select id from object)";
                    case SUBNET_POOL -> "subnet where subnetpool_id = (select id from object)";
                    case SECURITY_GROUP ->
                        "port where id in (select port_id from port_security_group where security_group_id = (select id"
                                + " from object)) union select project_id from security_group_rule where"
                                + " remote_group_id = (select id from object)";
                    case ADDRESS_GROUP -> "security_group_rule where remote_address_group_id = (select id from object)";
                    case ADDRESS_SCOPE -> "subnetpool where address_scope_id = (select id from object)";
                    case QOS_POLICY ->
                        "network where qos_policy_id = (select id from object) union select project_id from port where"
                                + " qos_policy_id = (select id from object) union select project_id from floatingip"
                                + " where qos_policy_id = (select id from object)";
                    default -> throw new IllegalStateException("nobody shares " + policy.kind());
                };
    }
}
