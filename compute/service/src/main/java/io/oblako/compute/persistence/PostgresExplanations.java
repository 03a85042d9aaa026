package io.oblako.compute.persistence;

import io.oblako.compute.domain.schedule.PlacementExplanation;
import io.oblako.compute.domain.schedule.PlacementExplanations;
import io.oblako.kernel.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Explanations in PostgreSQL, as the text they are answered with. */
@ApplicationScoped
class PostgresExplanations implements PlacementExplanations {

    private static final int MOST = 10;

    private final Sql sql;

    PostgresExplanations(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public List<PlacementExplanation> of(UUID server) {
        return sql.query(
                "select body from placement_explanation where server_id = ? order by id desc limit " + MOST,
                to -> to.id(server),
                row -> Json.read(row.getString("body"), PlacementExplanation.class));
    }

    @Override
    public void add(PlacementExplanation explanation) {
        sql.update(
                "insert into placement_explanation (server_id, at, body) values (?, ?, ?)",
                to -> to.id(explanation.server()).time(explanation.at()).json(explanation));
    }
}
