package io.oblako.compute.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.testing.Engines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class SqlIT {

    private Sql sql;

    @BeforeEach
    void aDatabase() {
        Engines.Space space = Engines.space("sql");
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(space.databaseUrl());
        database.setUser(space.databaseUser());
        database.setPassword(space.databasePassword());
        sql = new Sql(database);
    }

    @Test
    void API_06_aStatementThatACallerMadeExpensiveIsGivenUpAndTheCallerTold() {
        assertThatThrownBy(() -> sql.queryWithin(
                        1, "select pg_sleep(30)::text as slept", _ -> {}, row -> row.getString("slept")))
                .isInstanceOfSatisfying(CloudException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(CommonError.INVALID_REQUEST);
                    assertThat(refused.sentence()).contains("longer than 1 seconds");
                });
        assertThat(sql.queryWithin(1, "select 7 as n", _ -> {}, row -> row.getInt("n")))
                .containsExactly(7);
    }
}
