package io.oblako.network.ovsdb.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oblako.network.ovsdb.Shop;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.value.Row;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaStateTest {

    static final ReplicaSpec SPEC = ReplicaSpec.builder()
            .tableByColumn("Item", "name", "name", "stock", "tags", "price")
            .tableByEntry("Shelf", "labels", "id", "name", "labels")
            .build();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String T1 = "00000000-0000-0000-0000-00000000000a";
    private static final String T2 = "00000000-0000-0000-0000-00000000000b";
    private static final String A = "00000000-0000-0000-0000-000000000001";
    private static final String B = "00000000-0000-0000-0000-000000000002";

    private final ReplicaState state = new ReplicaState(SPEC, Shop.schema());

    @Test
    void theFirstStateFillsInWhatTheServerLeavesOut() {
        var step = state.initial(ReplicaState.empty(SPEC), json("""
            [false, "%s", {"Item": {"%s": {"initial": {"name": "apple", "tags": ["set", ["red", "round"]]}}}}]\
            """.formatted(T1, A)));
        Row apple = step.snapshot().table("Item").byKey("apple").getFirst();
        assertThat(apple.uuid()).isEqualTo(UUID.fromString(A));
        assertThat(apple.real("price")).isZero();
        assertThat(apple.optionalWhole("stock")).isEmpty();
        assertThat(apple.texts("tags")).containsExactly("red", "round");
        assertThat(step.snapshot().transactionId()).isEqualTo(T1);
        assertThat(step.snapshot().version()).isEqualTo(1);
        assertThat(step.changes()).singleElement().isInstanceOf(RowChange.Inserted.class);
        assertThatThrownBy(() -> step.snapshot().table("Root")).hasMessageContaining("not followed");
    }

    @Test
    void changesTellOldAndNewAndMoveTheKey() {
        Snapshot first = started();
        var step = state.update(first, json("""
            ["m", "%s", {"Item": {"%s": {"modify": {"name": "pear", "tags": ["set", ["red", "green"]], "stock": 4}},
                                  "%s": {"delete": null}},
                         "Shelf": {"%s": {"insert": {"name": "top", "labels": ["map", [["id", "s1"]]]}}}}]\
            """.formatted(T2, A, B, A)));
        Snapshot now = step.snapshot();
        assertThat(now.table("Item").byKey("apple")).isEmpty();
        assertThat(now.table("Item").byKey("pear").getFirst().texts("tags")).containsExactly("green", "round");
        assertThat(now.table("Item").byKey("pear").getFirst().whole("stock")).isEqualTo(4);
        assertThat(now.table("Item").size()).isEqualTo(1);
        assertThat(now.table("Shelf").byKey("s1")).hasSize(1);
        assertThat(now.rows()).isEqualTo(2);
        assertThat(step.changes()).hasSize(3);
        assertThat(step.changes())
                .filteredOn(RowChange.Modified.class::isInstance)
                .singleElement()
                .satisfies(change -> assertThat(
                                ((RowChange.Modified) change).before().text("name"))
                        .isEqualTo("apple"));
        // The old snapshot is what it was.
        assertThat(first.table("Item").byKey("apple")).hasSize(1);
        assertThat(first.table("Item").size()).isEqualTo(2);
    }

    @Test
    void afterAReconnectItGoesOnWhenTheServerKnowsOurLastTransaction() {
        var step = state.initial(started(), json("""
            [true, "%s", {"Item": {"%s": {"modify": {"stock": 9}}}}]\
            """.formatted(T2, B)));
        assertThat(step.snapshot().table("Item").size()).isEqualTo(2);
        assertThat(step.changes()).hasSize(1);
        assertThat(step.snapshot().version()).isEqualTo(2);
    }

    @Test
    void afterAReconnectItComparesWhenTheServerSendsEverything() {
        var step = state.initial(started(), json("""
            [false, "%s", {"Item": {"%s": {"initial": {"name": "apple", "tags": ["set", ["round", "red"]]}}}}]\
            """.formatted(T2, A)));
        assertThat(step.snapshot().table("Item").size()).isEqualTo(1);
        assertThat(step.changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        RowChange.Deleted.class,
                        gone -> assertThat(gone.row().text("name")).isEqualTo("plum"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"m\",\"%T\",{\"Item\":{\"00000000-0000-0000-0000-000000000009\":{\"modify\":{}}}}]",
                "[\"m\",\"%T\",{\"Item\":{\"00000000-0000-0000-0000-000000000009\":{\"delete\":null}}}]",
                "[\"m\",\"%T\",{\"Item\":{\"00000000-0000-0000-0000-000000000001\":{\"insert\":{}}}}]",
                "[\"m\",\"%T\",{\"Item\":{\"00000000-0000-0000-0000-000000000001\":{\"modify\":{\"weight\":1}}}}]",
                "[\"m\",\"%T\",{\"Item\":{\"00000000-0000-0000-0000-000000000001\":{\"modify\":{\"name\":1}}}}]",
                "[\"m\",\"%T\",{\"Item\":{\"00000000-0000-0000-0000-000000000001\":{\"remove\":{}}}}]",
                "[\"m\",\"%T\",{\"Item\":{\"00000000-0000-0000-0000-000000000001\":{}}}]",
                "[\"m\",\"%T\",{\"Item\":{\"1\":{\"delete\":null}}}]",
                "[\"m\",\"%T\",{\"Root\":{}}]",
                "[\"m\",\"%T\",{\"Item\":[]}]",
                "[\"m\",\"no\",{}]",
                "[\"m\",{}]",
                "{}"
            })
    void whatDoesNotFitIsAProtocolErrorAndChangesNothing(String update) {
        Snapshot before = started();
        assertThatThrownBy(() -> state.update(before, json(update.replace("%T", T2))))
                .isInstanceOf(ProtocolException.class);
        assertThat(before.table("Item").size()).isEqualTo(2);
    }

    @Test
    void severalRowsMayShareAKey() {
        Snapshot now = state.update(started(), json("""
            ["m", "%s", {"Item": {"%s": {"modify": {"name": "plum"}}}}]\
            """.formatted(T2, A))).snapshot();
        assertThat(now.table("Item").byKey("plum")).hasSize(2);
        Snapshot later = state.update(now, json("""
            ["m", "%s", {"Item": {"%s": {"delete": null}}}]\
            """.formatted(T1, B))).snapshot();
        assertThat(later.table("Item").byKey("plum")).extracting(Row::uuid).isEqualTo(List.of(UUID.fromString(A)));
    }

    private Snapshot started() {
        return state.initial(ReplicaState.empty(SPEC), json("""
            [false, "%s", {"Item": {"%s": {"initial": {"name": "apple", "tags": ["set", ["red", "round"]]}},
                                    "%s": {"initial": {"name": "plum"}}}}]\
            """.formatted(T1, A, B)))
                .snapshot();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
