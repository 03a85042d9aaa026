package io.oblako.messaging.saga;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.saga.SagaCount;
import io.oblako.kernel.saga.SagaFailure;
import io.oblako.kernel.saga.SagaLease;
import io.oblako.kernel.saga.SagaRecord;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.StepTrace;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code saga} as records. */
final class SagaRows {

    private static final TypeReference<List<StepTrace>> JOURNAL = new TypeReference<>() {};

    private SagaRows() {}

    static SagaRecord saga(ResultSet row) throws SQLException {
        String project = row.getString("project_id");
        return new SagaRecord(
                new SagaRecord.Head(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getString("subject"),
                        project == null ? null : new ProjectId(project),
                        row.getString("request_id"),
                        row.getString("user_id"),
                        row.getString("traceparent"),
                        instant(row, "created_at"),
                        instant(row, "deadline_at")),
                SagaState.valueOf(row.getString("state")),
                row.getString("step"),
                row.getString("context"),
                journal(row.getString("journal")),
                row.getInt("attempts"),
                row.getInt("faults"),
                row.getString("waits_for"),
                instantOrNull(row, "wake_at"),
                instantOrNull(row, "ended_at"),
                failure(row),
                row.getString("cancel_reason"),
                row.getLong("pokes"),
                lease(row),
                row.getLong("epoch"),
                row.getLong("version"));
    }

    static SagaCount count(ResultSet row) throws SQLException {
        return new SagaCount(
                row.getString("name"),
                SagaState.valueOf(row.getString("state")),
                row.getInt("sagas"),
                row.getInt("overdue"));
    }

    static String journal(List<StepTrace> journal) {
        return Json.text(journal);
    }

    private static List<StepTrace> journal(String json) {
        try {
            return Json.shared().readValue(json, JOURNAL);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable SagaFailure failure(ResultSet row) throws SQLException {
        String code = row.getString("failure_code");
        return code == null
                ? null
                : new SagaFailure(row.getString("failed_step"), code, row.getString("failure_message"));
    }

    private static @Nullable SagaLease lease(ResultSet row) throws SQLException {
        String owner = row.getString("lease_owner");
        return owner == null ? null : new SagaLease(owner, instant(row, "lease_until"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
