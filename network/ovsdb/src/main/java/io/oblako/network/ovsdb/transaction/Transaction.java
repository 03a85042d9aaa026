package io.oblako.network.ovsdb.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.util.ArrayList;
import java.util.List;

/** Operations that are done all or not at all. Immutable, and may be sent more than once. */
public final class Transaction {

    /** What a result looks like. */
    enum Kind {
        INSERT,
        SELECT,
        COUNT,
        NOTHING
    }

    private final List<ObjectNode> operations;
    private final List<Kind> kinds;
    private final boolean repeatable;

    Transaction(List<ObjectNode> operations, List<Kind> kinds, boolean repeatable) {
        this.operations = List.copyOf(operations);
        this.kinds = List.copyOf(kinds);
        this.repeatable = repeatable;
    }

    public static TransactionBuilder builder() {
        return new TransactionBuilder();
    }

    /** How many operations. */
    public int size() {
        return operations.size();
    }

    /**
     * Whether it can be sent again without harm when the outcome of the first time is unknown: it inserts a row under
     * an identifier of its own, so that the server refuses to do it twice.
     */
    public boolean repeatable() {
        return repeatable;
    }

    /** The parameters of {@code transact}. */
    public ArrayNode encode(String database) {
        return JsonNodeFactory.instance.arrayNode().add(database).addAll(operations);
    }

    /**
     * Reads the server's answer, every element of it.
     *
     * @throws TransactionException when an operation or the commit failed
     * @throws ProtocolException when this is no answer to this transaction
     */
    public TransactionResult decode(JsonNode answer) {
        if (!answer.isArray()) {
            throw new ProtocolException("No result of a transaction: " + ValueCodec.shorten(answer));
        }
        // A failed operation ends the results; one element more than operations is an error of the commit.
        for (int i = 0; i < answer.size(); i++) {
            JsonNode error = answer.path(i).path("error");
            if (!error.isMissingNode() && !error.isNull()) {
                throw TransactionException.of(
                        error.asText(),
                        answer.path(i).path("details").asText(""),
                        i < operations.size() ? i : TransactionException.AT_COMMIT);
            }
        }
        if (answer.size() != operations.size()) {
            throw new ProtocolException("%d results for %d operations".formatted(answer.size(), operations.size()));
        }
        List<TransactionResult.Entry> entries = new ArrayList<>(answer.size());
        for (int i = 0; i < answer.size(); i++) {
            entries.add(TransactionResult.decode(kinds.get(i), answer.path(i)));
        }
        return new TransactionResult(entries);
    }
}
