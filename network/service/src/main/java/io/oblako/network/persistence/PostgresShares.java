package io.oblako.network.persistence;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.share.Shares;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** What is shared, in PostgreSQL. */
@ApplicationScoped
class PostgresShares implements Shares {

    private final Jdbc jdbc;

    PostgresShares(DataSource database) {
        this.jdbc = new Jdbc(database);
    }

    @Override
    public void everybody(Kind kind, UUID object, String owner, Action action, boolean wanted) {
        if (wanted) {
            jdbc.update(
                    "insert into rbac_policy (id, project_id, object_type, object_id, action, target_tenant)"
                            + " values (gen_random_uuid(), ?, ?, ?::uuid, ?, ?) on conflict do nothing",
                    List.of(owner, kind.objectType(), object, action.word(), EVERYBODY));
            return;
        }
        jdbc.update(
                "delete from rbac_policy where object_type = ? and object_id = ?::uuid and action = ? and"
                        + " target_tenant = ?",
                List.of(kind.objectType(), object, action.word(), EVERYBODY));
    }
}
