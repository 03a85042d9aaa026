package io.oblako.network.ovsdb;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.oblako.network.ovsdb.schema.DatabaseSchema;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Mutation;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.transaction.TransactionBuilder;
import io.oblako.network.ovsdb.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The database of the tests: shelves with items that go when no shelf holds them. */
public final class Shop {

    private Shop() {}

    public static DatabaseSchema schema() {
        try (var in = Shop.class.getResourceAsStream("/shop.ovsschema")) {
            return DatabaseSchema.of(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Transaction shelfWithItem(UUID shelf, String item) {
        return one(builder -> shelf(builder, shelf, item));
    }

    public static Transaction fenced(UUID shelf, String item) {
        return one(builder -> {
            builder.assertLock("writer");
            shelf(builder, shelf, item);
        });
    }

    private static void shelf(TransactionBuilder builder, UUID shelf, String item) {
        builder.insertNamed("Item", "item", Map.of("name", Value.text(item)));
        builder.insert(
                "Shelf",
                shelf,
                Map.of(
                        "name",
                        Value.text("shelf-" + shelf),
                        "items",
                        Value.named("item"),
                        "labels",
                        Value.map(Map.of("id", "s-" + shelf))));
    }

    public static Transaction itemInto(UUID shelf, String item) {
        return one(builder -> {
            UUID uuid = UUID.randomUUID();
            builder.insert("Item", uuid, Map.of("name", Value.text(item)));
            builder.mutate("Shelf", Condition.row(shelf), Mutation.insert("items", Value.id(uuid)));
        });
    }

    public static Transaction one(Consumer<TransactionBuilder> operations) {
        var builder = Transaction.builder();
        operations.accept(builder);
        return builder.build();
    }
}
