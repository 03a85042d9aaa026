package io.oblako.network.ovsdb.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");

    @Test
    void everyOperationIsSpelledAsTheRfcWantsIt() throws JsonProcessingException {
        var builder = Transaction.builder();
        builder.assertLock("writer");
        builder.waitUntil(
                "T", Condition.row(ID), List.of("name"), Duration.ZERO, List.of(Map.of("name", Value.text("n"))));
        builder.insert("T", ID, Map.of("name", Value.text("n")));
        builder.insertNamed("T", "fresh", Map.of());
        builder.select("T", Condition.everyRow(), "name");
        builder.update("T", Condition.equal("name", Value.text("n")), Map.of("tags", Value.none()));
        builder.mutate(
                "T",
                Condition.includes("tags", Value.text("a")),
                Mutation.insert("ports", Value.named("fresh")),
                Mutation.add("counter", 1));
        builder.delete("T", Condition.row(ID));
        builder.comment("why");
        builder.abort();
        Transaction transaction = builder.build();

        assertThat(JSON.readTree(transaction.encode("D").toString())).isEqualTo(JSON.readTree("""
            ["D",
             {"op":"assert","lock":"writer"},
             {"op":"wait","table":"T","timeout":0,"until":"==","columns":["name"],"rows":[{"name":"n"}],
              "where":[["_uuid","==",["uuid","550e8400-e29b-41d4-a716-446655440000"]]]},
             {"op":"insert","table":"T","uuid":"550e8400-e29b-41d4-a716-446655440000","row":{"name":"n"}},
             {"op":"insert","table":"T","uuid-name":"fresh","row":{}},
             {"op":"select","table":"T","where":[],"columns":["_uuid","name"]},
             {"op":"update","table":"T","where":[["name","==","n"]],"row":{"tags":["set",[]]}},
             {"op":"mutate","table":"T","where":[["tags","includes","a"]],
              "mutations":[["ports","insert",["named-uuid","fresh"]],["counter","+=",1]]},
             {"op":"delete","table":"T","where":[["_uuid","==",["uuid","550e8400-e29b-41d4-a716-446655440000"]]]},
             {"op":"comment","comment":"why"},
             {"op":"abort"}]\
            """));
        assertThat(transaction.repeatable()).isTrue();
    }

    @Test
    void resultsAreFoundByTheirPlaces() throws JsonProcessingException {
        var builder = Transaction.builder();
        int inserted = builder.insertNamed("T", "x", Map.of());
        int counted = builder.delete("T", Condition.everyRow());
        int selected = builder.select("T", Condition.everyRow(), "n");
        builder.comment("c");
        var result = builder.build().decode(JSON.readTree("""
            [{"uuid":["uuid","550e8400-e29b-41d4-a716-446655440000"]},{"count":3},
             {"rows":[{"_uuid":["uuid","550e8400-e29b-41d4-a716-446655440000"],"n":1}]},{}]\
            """));
        assertThat(result.inserted(inserted)).isEqualTo(ID);
        assertThat(result.count(counted)).isEqualTo(3);
        assertThat(result.written()).isEqualTo(4);
        assertThat(result.rows(selected))
                .singleElement()
                .satisfies(row -> assertThat(row.whole("n")).isEqualTo(1));
        assertThatThrownBy(() -> result.count(inserted)).isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.build().repeatable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "constraint violation, ConstraintViolated",
        "referential integrity violation, ConstraintViolated",
        "duplicate uuid, DuplicateUuid",
        "timed out, WaitTimedOut",
        "not owner, LockNotHeld",
        "aborted, Aborted",
        "not leader, NotWritable",
        "domain error, TransactionException"
    })
    void errorsOfTheServerAreTyped(String word, String type) throws JsonProcessingException {
        var answer = JSON.readTree("[{\"count\":1},{\"error\":\"%s\",\"details\":\"so\"},null]".formatted(word));
        assertThatThrownBy(() -> three().decode(answer)).isInstanceOfSatisfying(TransactionException.class, e -> {
            assertThat(e.getClass().getSimpleName()).isEqualTo(type);
            assertThat(e.operation()).isEqualTo(1);
            assertThat(e.details()).isEqualTo("so");
            assertThat(e.outcomeUnknown()).isFalse();
        });
    }

    @Test
    void anErrorAfterTheLastOperationIsThatOfTheCommit() throws JsonProcessingException {
        var answer = JSON.readTree("[{\"count\":1},{\"count\":1},{\"count\":1},{\"error\":\"constraint"
                + " violation\",\"details\":\"index\"}]");
        assertThatThrownBy(() -> three().decode(answer))
                .isInstanceOfSatisfying(
                        TransactionException.ConstraintViolated.class,
                        e -> assertThat(e.operation()).isEqualTo(TransactionException.AT_COMMIT))
                .hasMessageContaining("at commit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "[{\"count\":1}]",
                "[{\"count\":1},{\"count\":\"2\"},{\"count\":1}]",
                "[null,null,null]"
            })
    void whatIsNoAnswerIsAProtocolError(String json) throws JsonProcessingException {
        var answer = JSON.readTree(json);
        assertThatThrownBy(() -> three().decode(answer)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anEmptyTransactionIsRefused() {
        assertThatThrownBy(() -> Transaction.builder().build()).isInstanceOf(IllegalArgumentException.class);
    }

    private static Transaction three() {
        var builder = Transaction.builder();
        for (int i = 0; i < 3; i++) {
            builder.delete("T", Condition.everyRow());
        }
        return builder.build();
    }
}
