package io.oblako.network.persistence;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Quotas in PostgreSQL. */
@ApplicationScoped
class PostgresQuotas implements Quotas {

    private static final int MOST_DECIDED = 10_000;
    private static final List<Kind> COUNTED =
            Arrays.stream(Kind.values()).filter(Kind::counted).toList();

    private final Jdbc jdbc;

    PostgresQuotas(DataSource database) {
        this.jdbc = new Jdbc(database);
    }

    /** Each kind's table has the kind's word for a name. */
    private static String table(Kind kind) {
        return kind.word();
    }

    @Override
    public void reserve(Kind kind, ProjectId project, int more) {
        int limit = limits(project).getOrDefault(kind, UNLIMITED);
        if (limit == UNLIMITED) {
            return;
        }
        jdbc.query(
                "select pg_advisory_xact_lock(hashtextextended('quota ' || ? || ' ' || ?, 0))",
                List.of(kind, project),
                row -> true);
        int used = used(kind, project);
        if (used + more > limit) {
            throw new CloudException(
                    NetworkError.OVER_QUOTA,
                    "Quota exceeded for resources: ['%s']. The project has %d of %d."
                            .formatted(kind.word(), used, limit));
        }
    }

    private int used(Kind kind, ProjectId project) {
        return jdbc.one(
                        "select count(*)::int as used from " + table(kind) + " where project_id = ?",
                        List.of(project),
                        row -> row.integer("used"))
                .orElse(0);
    }

    @Override
    public Map<Kind, Integer> defaults() {
        Map<Kind, Integer> limits = new EnumMap<>(Kind.class);
        COUNTED.forEach(kind -> limits.put(kind, kind.standardQuota()));
        return limits;
    }

    @Override
    public Map<Kind, Integer> limits(ProjectId project) {
        Map<Kind, Integer> limits = defaults();
        Map<String, Integer> decided = jdbc
                .query(
                        "select resource, hard_limit from quota where project_id = ?",
                        List.of(project),
                        row -> Map.entry(row.text("resource"), row.integer("hard_limit")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        limits.replaceAll((kind, standard) -> decided.getOrDefault(kind.word(), standard));
        return limits;
    }

    @Override
    public Map<Kind, Integer> usage(ProjectId project) {
        String text = COUNTED.stream()
                .map(kind -> "select '" + kind.name() + "' as kind, count(*)::int as used from " + table(kind)
                        + " where project_id = ?")
                .collect(Collectors.joining(" union all "));
        Map<Kind, Integer> usage = new EnumMap<>(Kind.class);
        jdbc.query(
                        text,
                        java.util.Collections.nCopies(COUNTED.size(), project),
                        row -> Map.entry(Kind.valueOf(row.text("kind")), row.integer("used")))
                .forEach(entry -> usage.put(entry.getKey(), entry.getValue()));
        return usage;
    }

    @Override
    public void set(ProjectId project, Map<Kind, Integer> limits) {
        limits.forEach((kind, limit) -> jdbc.update(
                "insert into quota (project_id, resource, hard_limit) values (?, ?, ?::int)"
                        + " on conflict (project_id, resource) do update set hard_limit = excluded.hard_limit",
                List.of(project, kind.word(), limit)));
    }

    @Override
    public void reset(ProjectId project) {
        jdbc.update("delete from quota where project_id = ?", List.of(project));
    }

    @Override
    public List<ProjectId> decided() {
        return jdbc.query(
                "select distinct project_id from quota order by project_id limit ?::int",
                List.of(MOST_DECIDED),
                row -> ProjectId.of(row.text("project_id")));
    }
}
