/** What a database says about its tables. */
@NullMarked
package io.oblako.network.ovsdb.schema;

import org.jspecify.annotations.NullMarked;
