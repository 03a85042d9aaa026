package io.oblako.network.ovsdb.replica;

import java.util.Map;

/** The tables of a replica as they were after one transaction. Immutable: hold it as long as you like. */
public final class Snapshot {

    private final Map<String, TableSnapshot> tables;
    private final String transactionId;
    private final long version;

    Snapshot(Map<String, TableSnapshot> tables, String transactionId, long version) {
        this.tables = Map.copyOf(tables);
        this.transactionId = transactionId;
        this.version = version;
    }

    /** @throws IllegalArgumentException when the replica does not follow the table */
    public TableSnapshot table(String name) {
        TableSnapshot table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException(
                    "Table %s is not followed; there are %s".formatted(name, tables.keySet()));
        }
        return table;
    }

    /** The server's name of the transaction; zeros when the database is not clustered. */
    public String transactionId() {
        return transactionId;
    }

    /** Counts up with each change that this replica has seen; 0 before the first state. */
    public long version() {
        return version;
    }

    /** Rows of all tables. */
    public long rows() {
        return tables.values().stream().mapToLong(TableSnapshot::size).sum();
    }

    Map<String, TableSnapshot> tables() {
        return tables;
    }
}
