package io.oblako.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** PostgreSQL: every request that touches state fails without it. */
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {

    private static final int PATIENCE_SECONDS = 2;

    private final DataSource database;

    DatabaseHealth(DataSource database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = Dependency.named("database", List.of());
        long began = System.nanoTime();
        try (Connection connection = database.getConnection()) {
            return answer.status(connection.isValid(PATIENCE_SECONDS))
                    .withData("micros", (System.nanoTime() - began) / 1000)
                    .build();
        } catch (SQLException e) {
            return answer.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
