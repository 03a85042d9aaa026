/** Local copies of tables that follow the server. */
@NullMarked
package io.oblako.network.ovsdb.replica;

import org.jspecify.annotations.NullMarked;
