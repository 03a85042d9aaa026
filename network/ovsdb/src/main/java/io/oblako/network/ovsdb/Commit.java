package io.oblako.network.ovsdb;

import io.oblako.network.ovsdb.transaction.TransactionResult;

/** How a transaction that may have been sent several times came to be committed. */
public sealed interface Commit {

    /** Just now; here is what it answered. */
    record Done(TransactionResult result) implements Commit {}

    /** By an earlier attempt, or by whoever else inserted the same row: its identifier exists. */
    record DoneBefore() implements Commit {}
}
