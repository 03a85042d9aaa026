/**
 * Makes OVN's Northbound database equal to what PostgreSQL says: a compiler from things of the domain to rows, a differ
 * from rows to transactions, and the writer that runs them. The domain knows nothing of it.
 */
@NullMarked
package io.oblako.network.ovn;

import org.jspecify.annotations.NullMarked;
