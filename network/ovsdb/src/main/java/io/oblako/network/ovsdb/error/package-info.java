/** What can go wrong between us and a database, by what the caller may conclude. */
@NullMarked
package io.oblako.network.ovsdb.error;

import org.jspecify.annotations.NullMarked;
