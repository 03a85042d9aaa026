/**
 * A client of OVSDB servers: connection to any member of a cluster, transactions, replicas, locks. Start at {@link
 * io.oblako.network.ovsdb.OvsdbClient}.
 */
@NullMarked
package io.oblako.network.ovsdb;

import org.jspecify.annotations.NullMarked;
