package io.oblako.network.persistence;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.project.GoneProjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import javax.sql.DataSource;

/** Gone projects in PostgreSQL. */
@ApplicationScoped
class PostgresGoneProjects implements GoneProjects {

    private final Jdbc jdbc;

    PostgresGoneProjects(DataSource database) {
        this.jdbc = new Jdbc(database);
    }

    @Override
    public void add(ProjectId project) {
        jdbc.update("insert into gone_project (project_id) values (?) on conflict do nothing", List.of(project));
    }

    @Override
    public void remove(ProjectId project) {
        jdbc.update("delete from gone_project where project_id = ?", List.of(project));
    }

    @Override
    public List<ProjectId> free(int most) {
        return jdbc.query(
                "select g.project_id from gone_project g where not exists (select 1 from security_group s"
                        + " join port_security_group p on p.security_group_id = s.id"
                        + " where s.project_id = g.project_id and s.name = 'default')"
                        + " order by g.project_id limit ?::int",
                List.of(most),
                row -> ProjectId.of(row.text("project_id")));
    }
}
