/** Version documents and the list of extensions. */
@NullMarked
package io.oblako.compute.api.version;

import org.jspecify.annotations.NullMarked;
