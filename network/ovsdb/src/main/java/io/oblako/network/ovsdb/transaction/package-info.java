/** Transactions: what is asked of the server and what it answered. */
@NullMarked
package io.oblako.network.ovsdb.transaction;

import org.jspecify.annotations.NullMarked;
