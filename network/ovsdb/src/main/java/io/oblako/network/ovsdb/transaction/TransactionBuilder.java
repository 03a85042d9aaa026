package io.oblako.network.ovsdb.transaction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.network.ovsdb.value.Atom;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Collects operations. Each method returns the operation's place, by which {@link TransactionResult} gives its result.
 * Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-5.2">RFC 7047, section 5.2</a>
 */
public final class TransactionBuilder {

    private final List<ObjectNode> operations = new ArrayList<>();
    private final List<Transaction.Kind> kinds = new ArrayList<>();
    private boolean ownIds;

    /**
     * Inserts a row under an identifier of the caller's choice, which makes the transaction repeatable: a second commit
     * fails with {@code duplicate uuid}. Other operations of the transaction refer to the row by the same identifier.
     */
    public int insert(String table, UUID uuid, Map<String, Value> columns) {
        ownIds = true;
        ObjectNode operation = operation(Transaction.Kind.INSERT, "insert", table);
        operation.put("uuid", uuid.toString()).set("row", ValueCodec.encode(columns));
        return last();
    }

    /** Inserts a row whose identifier the server chooses; the transaction refers to it by {@code name}. */
    public int insertNamed(String table, String name, Map<String, Value> columns) {
        if (!Atom.isIdentifier(name)) {
            throw new IllegalArgumentException("Not a name of OVSDB (letters, digits, _): " + name);
        }
        ObjectNode operation = operation(Transaction.Kind.INSERT, "insert", table);
        operation.put("uuid-name", name).set("row", ValueCodec.encode(columns));
        return last();
    }

    /** Reads rows, as the operations before have left them. Empty columns mean all. */
    public int select(String table, List<Condition> where, String... columns) {
        ObjectNode operation = operation(Transaction.Kind.SELECT, "select", table);
        operation.set("where", Condition.encode(where));
        if (columns.length > 0) {
            ArrayNode names = operation.putArray("columns").add("_uuid");
            List.of(columns).forEach(names::add);
        }
        return last();
    }

    /** Sets columns of the rows. */
    public int update(String table, List<Condition> where, Map<String, Value> columns) {
        ObjectNode operation = operation(Transaction.Kind.COUNT, "update", table);
        operation.set("where", Condition.encode(where));
        operation.set("row", ValueCodec.encode(columns));
        return last();
    }

    /** Changes columns of the rows relative to what they hold. */
    public int mutate(String table, List<Condition> where, Mutation... mutations) {
        ObjectNode operation = operation(Transaction.Kind.COUNT, "mutate", table);
        operation.set("where", Condition.encode(where));
        operation.set("mutations", Mutation.encode(List.of(mutations)));
        return last();
    }

    /** Deletes rows. Rows of tables that are no roots go by themselves as soon as nothing refers to them. */
    public int delete(String table, List<Condition> where) {
        operation(Transaction.Kind.COUNT, "delete", table).set("where", Condition.encode(where));
        return last();
    }

    /**
     * Goes on only if the rows that match have exactly these columns; with a timeout of zero an optimistic check.
     *
     * @param timeout how long the server waits for it to come true
     * @param rows what the columns of the matching rows must hold, in any order
     */
    public int waitUntil(
            String table,
            List<Condition> where,
            Collection<String> columns,
            Duration timeout,
            List<Map<String, Value>> rows) {
        return awaiting("==", table, where, columns, timeout, rows);
    }

    /** As {@link #waitUntil}, for rows that must <em>not</em> be so; without rows: something must match. */
    public int waitUntilNot(
            String table,
            List<Condition> where,
            Collection<String> columns,
            Duration timeout,
            List<Map<String, Value>> rows) {
        return awaiting("!=", table, where, columns, timeout, rows);
    }

    private int awaiting(
            String until,
            String table,
            List<Condition> where,
            Collection<String> columns,
            Duration timeout,
            List<Map<String, Value>> rows) {
        ObjectNode operation = operation(Transaction.Kind.NOTHING, "wait", table);
        operation.put("timeout", timeout.toMillis()).put("until", until).set("where", Condition.encode(where));
        columns.forEach(operation.putArray("columns")::add);
        ArrayNode expected = operation.putArray("rows");
        rows.forEach(row -> expected.add(ValueCodec.encode(row)));
        return last();
    }

    /** Goes on only if this client holds the lock at the moment of execution. */
    public int assertLock(String lock) {
        operation(Transaction.Kind.NOTHING, "assert").put("lock", lock);
        return last();
    }

    /** Leaves a sentence in the database's log. */
    public int comment(String comment) {
        operation(Transaction.Kind.NOTHING, "comment").put("comment", comment);
        return last();
    }

    /** Fails the transaction: for trying what the operations before it would say. */
    public int abort() {
        operation(Transaction.Kind.NOTHING, "abort");
        return last();
    }

    public Transaction build() {
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("A transaction has at least one operation");
        }
        return new Transaction(operations, kinds, ownIds);
    }

    private int last() {
        return operations.size() - 1;
    }

    private ObjectNode operation(Transaction.Kind kind, String op, String table) {
        return operation(kind, op).put("table", table);
    }

    private ObjectNode operation(Transaction.Kind kind, String op) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode().put("op", op);
        operations.add(operation);
        kinds.add(kind);
        return operation;
    }
}
