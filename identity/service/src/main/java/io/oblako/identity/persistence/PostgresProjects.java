package io.oblako.identity.persistence;

import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.ProjectFilter;
import io.oblako.identity.domain.project.Projects;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** {@link Projects} in the table {@code project}. */
public final class PostgresProjects implements Projects {

    private final Sql sql;

    public PostgresProjects(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public Optional<Project> find(String id) {
        return sql.one("select * from project where id = ?", PostgresProjects::read, id);
    }

    @Override
    public Optional<Project> findDomainByName(String name) {
        return sql.one(
                "select * from project where coalesce(domain_id, '') = '' and name = ?", PostgresProjects::read, name);
    }

    @Override
    public Optional<Project> findByName(String domainId, String name) {
        return sql.one(
                "select * from project where coalesce(domain_id, '') = ? and name = ?",
                PostgresProjects::read,
                domainId,
                name);
    }

    @Override
    public List<Project> list(ProjectFilter filter) {
        Query query = new Query("select * from project")
                .and("is_domain = ?", filter.domains())
                .andMatches("name", filter.names())
                .and("domain_id = ?", filter.domainId())
                .and("parent_id = ?", filter.parentId())
                .and("enabled = ?", filter.enabled())
                .and("id = any(?)", filter.ids());
        if (!filter.tags().isEmpty()) {
            query.and("tags @> ?", filter.tags());
        }
        if (!filter.tagsAny().isEmpty()) {
            query.and("tags && ?", filter.tagsAny());
        }
        if (!filter.notTags().isEmpty()) {
            query.and("not tags @> ?", filter.notTags());
        }
        if (!filter.notTagsAny().isEmpty()) {
            query.and("not tags && ?", filter.notTagsAny());
        }
        return query.list(sql, "name, id", MAX_LIST, PostgresProjects::read);
    }

    @Override
    public List<Project> ancestors(String id) {
        return sql.list(
                "with recursive above as ("
                        + " select p.*, 0 as depth from project p where id = ?"
                        + " union all select p.*, a.depth + 1 from project p join above a on p.id = a.parent_id)"
                        + " select * from above where depth > 0 order by depth",
                PostgresProjects::read,
                id);
    }

    @Override
    public List<Project> descendants(String id) {
        return sql.list(
                "with recursive below as ("
                        + " select p.*, 0 as depth from project p where id = ?"
                        + " union all select p.*, b.depth + 1 from project p join below b on p.parent_id = b.id)"
                        + " select * from below where depth > 0 order by depth, name, id limit ?",
                PostgresProjects::read,
                id,
                MAX_LIST);
    }

    @Override
    public void add(Project project) {
        sql.updateNamed(
                project.isDomain() ? "domain" : "project",
                project.name(),
                "insert into project (id, name, domain_id, parent_id, is_domain, enabled, description, tags, extra,"
                        + " generation) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                project.id(),
                project.name(),
                project.domainId(),
                project.parentId(),
                project.isDomain(),
                project.enabled(),
                project.description(),
                project.tags(),
                Extra.text(project.extra()),
                project.generation());
    }

    @Override
    public Project save(Project project) {
        int changed = sql.updateNamed(
                project.isDomain() ? "domain" : "project",
                project.name(),
                "update project set name = ?, enabled = ?, description = ?, tags = ?, extra = ?,"
                        + " generation = generation + 1 where id = ? and generation = ?",
                project.name(),
                project.enabled(),
                project.description(),
                project.tags(),
                Extra.text(project.extra()),
                project.id(),
                project.generation());
        if (changed == 0) {
            throw new CloudException(
                    CommonError.STALE, "Somebody else changed %s at the same time: try again.".formatted(project.id()));
        }
        return new Project(
                project.id(),
                project.name(),
                project.domainId(),
                project.parentId(),
                project.enabled(),
                project.description(),
                project.tags(),
                project.extra(),
                project.generation() + 1);
    }

    @Override
    public void remove(String id) {
        sql.update("delete from project where id = ?", id);
    }

    private static Project read(ResultSet row) throws SQLException {
        return new Project(
                row.getString("id"),
                row.getString("name"),
                row.getString("domain_id"),
                row.getString("parent_id"),
                row.getBoolean("enabled"),
                row.getString("description"),
                Sql.texts(row, "tags"),
                Extra.read(row.getString("extra")),
                row.getLong("generation"));
    }
}
