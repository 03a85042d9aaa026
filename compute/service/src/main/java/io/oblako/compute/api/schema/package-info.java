/** How request bodies and queries are checked: one mechanism for all of them. */
@NullMarked
package io.oblako.compute.api.schema;

import org.jspecify.annotations.NullMarked;
