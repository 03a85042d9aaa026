package io.oblako.identity.persistence;

import io.oblako.identity.domain.people.Group;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.people.UserFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** {@link People} in the tables {@code user_account}, {@code user_group} and {@code group_member}. */
public final class PostgresPeople implements People {

    private final Sql sql;

    public PostgresPeople(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public Optional<User> user(String id) {
        return sql.one("select * from user_account where id = ?", PostgresPeople::readUser, id);
    }

    @Override
    public Optional<User> userByName(String domainId, String name) {
        return sql.one(
                "select * from user_account where domain_id = ? and lower(name) = lower(?)",
                PostgresPeople::readUser,
                domainId,
                name);
    }

    @Override
    public List<User> users(UserFilter filter) {
        return new Query("select * from user_account")
                .andMatches("name", filter.names())
                .and("domain_id = ?", filter.domainId())
                .and("enabled = ?", filter.enabled())
                .list(sql, "name, id", MAX_LIST, PostgresPeople::readUser);
    }

    @Override
    public void addUser(User user) {
        sql.updateNamed(
                "user",
                user.name(),
                "insert into user_account (id, domain_id, name, login, enabled, description, email,"
                        + " default_project_id, extra) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (id) do update set name = excluded.name, login = excluded.login,"
                        + " enabled = excluded.enabled, description = excluded.description, email = excluded.email,"
                        + " default_project_id = excluded.default_project_id, extra = excluded.extra",
                user.id(),
                user.domainId(),
                user.name(),
                user.login(),
                user.enabled(),
                user.description(),
                user.email(),
                user.defaultProjectId(),
                Extra.text(user.extra()));
    }

    @Override
    public void saveUser(User user) {
        sql.updateNamed(
                "user",
                user.name(),
                "update user_account set name = ?, login = ?, enabled = ?, description = ?, email = ?,"
                        + " default_project_id = ?, extra = ? where id = ?",
                user.name(),
                user.login(),
                user.enabled(),
                user.description(),
                user.email(),
                user.defaultProjectId(),
                Extra.text(user.extra()),
                user.id());
    }

    @Override
    public void removeUser(String id) {
        sql.update(
                "delete from application_credential_rule where credential_id in"
                        + " (select id from application_credential where user_id = ?)",
                id);
        sql.update("delete from user_account where id = ?", id);
    }

    @Override
    public Optional<Group> group(String id) {
        return sql.one("select * from user_group where id = ?", PostgresPeople::readGroup, id);
    }

    @Override
    public Optional<Group> groupByName(String domainId, String name) {
        return sql.one(
                "select * from user_group where domain_id = ? and name = ?", PostgresPeople::readGroup, domainId, name);
    }

    @Override
    public List<Group> groups(UserFilter filter) {
        return new Query("select * from user_group")
                .andMatches("name", filter.names())
                .and("domain_id = ?", filter.domainId())
                .list(sql, "name, id", MAX_LIST, PostgresPeople::readGroup);
    }

    @Override
    public void addGroup(Group group) {
        sql.updateNamed(
                "group",
                group.name(),
                "insert into user_group (id, domain_id, name, description, extra) values (?, ?, ?, ?, ?)"
                        + " on conflict (id) do update set name = excluded.name, description = excluded.description,"
                        + " extra = excluded.extra",
                group.id(),
                group.domainId(),
                group.name(),
                group.description(),
                Extra.text(group.extra()));
    }

    @Override
    public void saveGroup(Group group) {
        sql.updateNamed(
                "group",
                group.name(),
                "update user_group set name = ?, description = ?, extra = ? where id = ?",
                group.name(),
                group.description(),
                Extra.text(group.extra()),
                group.id());
    }

    @Override
    public void removeGroup(String id) {
        sql.update("delete from user_group where id = ?", id);
    }

    @Override
    public List<Group> groupsOf(String userId) {
        return sql.list(
                "select g.* from user_group g join group_member m on m.group_id = g.id where m.user_id = ?"
                        + " order by g.name, g.id limit ?",
                PostgresPeople::readGroup,
                userId,
                MAX_LIST);
    }

    @Override
    public List<User> members(String groupId) {
        return sql.list(
                "select u.* from user_account u join group_member m on m.user_id = u.id where m.group_id = ?"
                        + " order by u.name, u.id limit ?",
                PostgresPeople::readUser,
                groupId,
                MAX_LIST);
    }

    @Override
    public Set<String> memberIds(String groupId) {
        return Set.copyOf(
                sql.list("select user_id from group_member where group_id = ?", row -> row.getString(1), groupId));
    }

    @Override
    public Set<String> groupIdsOf(String userId) {
        return Set.copyOf(
                sql.list("select group_id from group_member where user_id = ?", row -> row.getString(1), userId));
    }

    @Override
    public boolean isMember(String groupId, String userId) {
        return sql.one(
                        "select 1 from group_member where group_id = ? and user_id = ?",
                        row -> row.getInt(1),
                        groupId,
                        userId)
                .isPresent();
    }

    @Override
    public void join(String groupId, String userId) {
        sql.update("insert into group_member values (?, ?) on conflict do nothing", groupId, userId);
    }

    @Override
    public void leave(String groupId, String userId) {
        sql.update("delete from group_member where group_id = ? and user_id = ?", groupId, userId);
    }

    @Override
    public Set<String> allUserIds() {
        return Set.copyOf(sql.list("select id from user_account", row -> row.getString(1)));
    }

    @Override
    public Set<String> allGroupIds() {
        return Set.copyOf(sql.list("select id from user_group", row -> row.getString(1)));
    }

    private static User readUser(ResultSet row) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("domain_id"),
                row.getString("name"),
                row.getString("login"),
                row.getBoolean("enabled"),
                row.getString("description"),
                row.getString("email"),
                row.getString("default_project_id"),
                Extra.read(row.getString("extra")));
    }

    private static Group readGroup(ResultSet row) throws SQLException {
        return new Group(
                row.getString("id"),
                row.getString("domain_id"),
                row.getString("name"),
                row.getString("description"),
                Extra.read(row.getString("extra")));
    }
}
