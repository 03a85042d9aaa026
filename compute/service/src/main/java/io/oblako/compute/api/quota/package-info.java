/** Quotas and limits over HTTP. */
@NullMarked
package io.oblako.compute.api.quota;

import org.jspecify.annotations.NullMarked;
