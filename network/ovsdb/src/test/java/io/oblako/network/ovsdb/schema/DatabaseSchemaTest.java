package io.oblako.network.ovsdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.oblako.network.ovsdb.Shop;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.error.SchemaMismatchException;
import io.oblako.network.ovsdb.value.Atom;
import io.oblako.network.ovsdb.value.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aSchemaGivesTheTypesOfItsColumns() {
        DatabaseSchema shop = Shop.schema();
        assertThat(shop.name()).isEqualTo("Shop");
        assertThat(shop.version()).isEqualTo("1.2.0");
        assertThat(shop.columns("Shelf"))
                .containsEntry(
                        "labels", new ColumnType(ColumnType.Kind.STRING, ColumnType.Kind.STRING, 0, Integer.MAX_VALUE));
        assertThat(shop.columns("Item")).containsEntry("stock", new ColumnType(ColumnType.Kind.INTEGER, null, 0, 1));
        assertThat(shop.columns("Nothing")).isEmpty();
    }

    @Test
    void allThatIsAbsentIsNamedAtOnce() {
        DatabaseSchema shop = Shop.schema();
        shop.require(Map.of("Item", List.of("name", "price")));
        assertThatThrownBy(
                        () -> shop.require(Map.of("Item", List.of("name", "weight", "colour"), "Till", List.of("x"))))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("Database Shop (schema 1.2.0) lacks")
                .hasMessageContaining("column Item.colour, column Item.weight")
                .hasMessageContaining("table Till");
    }

    @Test
    void columnsThatAreNotGivenHaveTheirDefault() {
        assertThat(type("Item", "name").defaultValue()).isEqualTo(Value.text(""));
        assertThat(type("Item", "price").defaultValue()).isEqualTo(Value.real(0));
        assertThat(type("Item", "sold").defaultValue()).isEqualTo(Value.bool(false));
        assertThat(type("Item", "stock").defaultValue()).isEqualTo(Value.none());
        assertThat(type("Shelf", "labels").defaultValue()).isEqualTo(Value.map(Map.of()));
    }

    @Test
    void differencesOfSetsAndMapsAreSymmetricAndThoseOfSingleValuesAreTheNewValue() {
        ColumnType tags = type("Item", "tags");
        assertThat(tags.apply(Value.texts(List.of("a", "b")), Value.texts(List.of("b", "c"))))
                .isEqualTo(Value.texts(List.of("a", "c")));
        ColumnType labels = type("Shelf", "labels");
        assertThat(labels.apply(
                        Value.map(Map.of("same", "1", "gone", "2", "changed", "3")),
                        Value.map(Map.of("gone", "2", "changed", "4", "fresh", "5"))))
                .isEqualTo(Value.map(Map.of("same", "1", "changed", "4", "fresh", "5")));
        assertThat(type("Item", "stock").apply(Value.whole(3), Value.none())).isEqualTo(Value.none());
        assertThat(type("Item", "stock").apply(Value.whole(3), Value.whole(3))).isEqualTo(Value.whole(3));
        assertThatThrownBy(() -> tags.apply(Value.map(Map.of()), Value.text("a")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aWholeNumberInAColumnOfRealsIsAReal() throws IOException {
        assertThat(type("Item", "price").decode(JSON.readTree("3"))).isEqualTo(Value.of(new Atom.Real(3)));
        assertThatThrownBy(() -> type("Item", "price").decode(JSON.readTree("\"3\"")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> type("Item", "tags").decode(JSON.readTree("[\"map\",[]]")))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"x\"}",
                "{\"name\":7,\"tables\":{}}",
                "{\"name\":\"x\",\"tables\":[]}",
                "{\"name\":\"x\",\"tables\":{\"t\":{\"columns\":{\"c\":{}}}}}",
                "{\"name\":\"x\",\"tables\":{\"t\":{\"columns\":{\"c\":{\"type\":{\"key\":\"string\",\"max\":0}}}}}}",
                "{\"name\":\"x\",\"tables\":{\"t\":{\"columns\":{\"c\":{\"type\":{\"key\":\"blob\"}}}}}}"
            })
    void whatIsNoSchemaIsAProtocolError(String json) throws IOException {
        var tree = JSON.readTree(json);
        assertThatThrownBy(() -> DatabaseSchema.of(tree)).isInstanceOf(ProtocolException.class);
    }

    private static ColumnType type(String table, String column) {
        return Objects.requireNonNull(Shop.schema().columns(table).get(column));
    }
}
