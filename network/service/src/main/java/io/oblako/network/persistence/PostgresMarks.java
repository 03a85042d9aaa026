package io.oblako.network.persistence;

import io.oblako.network.ovn.Marks;
import io.oblako.network.ovn.Unit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/** Marks in PostgreSQL. Each change has one of its own, so that nobody waits for anybody to write it. */
@ApplicationScoped
class PostgresMarks implements Marks {

    private final Jdbc jdbc;

    PostgresMarks(DataSource database) {
        this.jdbc = new Jdbc(database);
    }

    @Override
    public void add(Unit unit) {
        jdbc.update("insert into dirty (kind, id) values (?, ?::uuid)", List.of(unit.kind(), unit.id()));
    }

    @Override
    public List<Mark> oldest(int most) {
        return jdbc.query(
                "select seq, kind, id from dirty order by seq limit ?::int",
                List.of(most),
                row -> new Mark(row.number("seq"), new Unit(row.text("kind"), row.id("id"))));
    }

    @Override
    public void remove(Collection<Mark> marks) {
        if (!marks.isEmpty()) {
            jdbc.update(
                    "delete from dirty where seq = any(?::text[]::bigint[])",
                    List.of(marks.stream().map(Mark::seq).toList()));
        }
    }
}
