package io.oblako.identity.persistence;

import io.oblako.identity.domain.role.Assignment;
import io.oblako.identity.domain.role.Assignment.Actor;
import io.oblako.identity.domain.role.Assignment.Kind;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.role.AssignmentFilter;
import io.oblako.identity.domain.role.Role;
import io.oblako.identity.domain.role.RoleGraph;
import io.oblako.identity.domain.role.Roles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@link Roles} in the tables {@code role}, {@code implied_role} and {@code assignment}. */
public final class PostgresRoles implements Roles {

    private static final String OF_USER =
            "(a.actor_kind = 'U' and a.actor_id = ? or a.actor_kind = 'G' and a.actor_id in"
                    + " (select group_id from group_member where user_id = ?))";

    private final Sql sql;

    public PostgresRoles(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public RoleGraph graph() {
        List<Role> all = sql.list("select * from role order by name, id limit ?", PostgresRoles::readRole, MAX_LIST);
        Map<String, List<String>> implied = new HashMap<>();
        for (Implication implication : implications()) {
            implied.computeIfAbsent(implication.priorId(), id -> new ArrayList<>())
                    .add(implication.impliedId());
        }
        return new RoleGraph(all, implied);
    }

    @Override
    public Optional<Role> find(String id) {
        return sql.one("select * from role where id = ?", PostgresRoles::readRole, id);
    }

    @Override
    public List<Role> list(@Nullable String name, @Nullable String domainId) {
        return new Query("select * from role")
                .and("coalesce(domain_id, '') = ?", domainId == null ? "" : domainId)
                .and("name = ?", name)
                .list(sql, "name, id", MAX_LIST, PostgresRoles::readRole);
    }

    @Override
    public void add(Role role) {
        sql.updateNamed(
                "role",
                role.name(),
                "insert into role (id, name, domain_id, description, extra) values (?, ?, ?, ?, ?)",
                role.id(),
                role.name(),
                role.domainId(),
                role.description(),
                Extra.text(role.extra()));
    }

    @Override
    public void save(Role role) {
        sql.updateNamed(
                "role",
                role.name(),
                "update role set name = ?, description = ?, extra = ? where id = ?",
                role.name(),
                role.description(),
                Extra.text(role.extra()),
                role.id());
    }

    @Override
    public void remove(String id) {
        sql.update("delete from role where id = ?", id);
    }

    @Override
    public List<Implication> implications() {
        return sql.list(
                "select * from implied_role order by prior_id, implied_id limit ?",
                row -> new Implication(row.getString("prior_id"), row.getString("implied_id")),
                MAX_LIST);
    }

    @Override
    public boolean imply(String priorId, String impliedId) {
        return sql.update("insert into implied_role values (?, ?) on conflict do nothing", priorId, impliedId) == 1;
    }

    @Override
    public boolean unimply(String priorId, String impliedId) {
        return sql.update("delete from implied_role where prior_id = ? and implied_id = ?", priorId, impliedId) == 1;
    }

    @Override
    public List<Assignment> assignments(AssignmentFilter filter) {
        return filtered("select * from assignment", filter)
                .list(
                        sql,
                        "actor_id, target_id, role_id, inherited, actor_kind, target_kind",
                        MAX_LIST,
                        PostgresRoles::readAssignment);
    }

    private static Query filtered(String start, AssignmentFilter filter) {
        Query query = new Query(start)
                .and("role_id = ?", filter.roleId())
                .and("inherited = ?", filter.inherited())
                .and("target_id = any(?)", filter.targetIds());
        Actor actor = filter.actor();
        if (actor != null) {
            query.and("actor_kind = ?", kind(actor)).and("actor_id = ?", actor.id());
        }
        Target target = filter.target();
        if (target != null) {
            query.and("target_kind = ?", kind(target.kind())).and("target_id = ?", target.id());
        }
        return query;
    }

    @Override
    public boolean assign(Assignment assignment) {
        return sql.update(
                        "insert into assignment (actor_kind, actor_id, target_kind, target_id, role_id, inherited)"
                                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                        kind(assignment.actor()),
                        assignment.actor().id(),
                        kind(assignment.target().kind()),
                        assignment.target().id(),
                        assignment.roleId(),
                        assignment.inherited())
                == 1;
    }

    @Override
    public boolean unassign(Assignment assignment) {
        return filtered(
                                "delete from assignment",
                                new AssignmentFilter(
                                        assignment.actor(),
                                        assignment.target(),
                                        assignment.roleId(),
                                        assignment.inherited(),
                                        null))
                        .update(sql)
                == 1;
    }

    @Override
    public void unassignAll(AssignmentFilter filter) {
        if (filter.equals(AssignmentFilter.all())) {
            throw new IllegalArgumentException("Taking everything from everybody is never meant");
        }
        filtered("delete from assignment", filter).update(sql);
    }

    @Override
    public Set<String> rolesOf(String userId, Target target) {
        if (target.kind() != Kind.PROJECT) {
            return Set.copyOf(sql.list(
                    "select distinct a.role_id from assignment a where a.target_id = ? and a.target_kind = ?"
                            + " and not a.inherited and " + OF_USER,
                    row -> row.getString(1),
                    target.id(),
                    kind(target.kind()),
                    userId,
                    userId));
        }
        return Set.copyOf(sql.list(
                "with recursive above (id, parent_id, depth) as ("
                        + " select id, parent_id, 0 from project where id = ?"
                        + " union all"
                        + " select p.id, p.parent_id, above.depth + 1 from project p join above on p.id = above.parent_id)"
                        + " select distinct a.role_id from assignment a join above on a.target_id = above.id"
                        + " where a.inherited = (above.depth > 0) and " + OF_USER,
                row -> row.getString(1),
                target.id(),
                userId,
                userId));
    }

    @Override
    public Set<String> targetsOf(String userId, Kind kind) {
        if (kind != Kind.PROJECT) {
            return Set.copyOf(sql.list(
                    "select distinct a.target_id from assignment a where a.target_kind = ? and not a.inherited and "
                            + OF_USER,
                    row -> row.getString(1),
                    kind(kind),
                    userId,
                    userId));
        }
        return Set.copyOf(sql.list(
                "with recursive held as (select a.target_id, a.inherited from assignment a where " + OF_USER + "),"
                        + " below (id) as ("
                        + " select p.id from project p join held on p.parent_id = held.target_id where held.inherited"
                        + " union select p.id from project p join below on p.parent_id = below.id)"
                        + " select id from below union"
                        + " select target_id from held join project p on p.id = target_id"
                        + " where not inherited and not p.is_domain",
                row -> row.getString(1),
                userId,
                userId));
    }

    private static String kind(Actor actor) {
        return actor.group() ? "G" : "U";
    }

    private static String kind(Kind kind) {
        return switch (kind) {
            case PROJECT -> "P";
            case DOMAIN -> "D";
            case SYSTEM -> "S";
        };
    }

    private static Role readRole(ResultSet row) throws SQLException {
        return new Role(
                row.getString("id"),
                row.getString("name"),
                row.getString("domain_id"),
                row.getString("description"),
                Extra.read(row.getString("extra")));
    }

    private static Assignment readAssignment(ResultSet row) throws SQLException {
        Kind kind = switch (row.getString("target_kind")) {
            case "P" -> Kind.PROJECT;
            case "D" -> Kind.DOMAIN;
            default -> Kind.SYSTEM;
        };
        return new Assignment(
                new Actor(row.getString("actor_kind").equals("G"), row.getString("actor_id")),
                new Target(kind, row.getString("target_id")),
                row.getString("role_id"),
                row.getBoolean("inherited"));
    }
}
