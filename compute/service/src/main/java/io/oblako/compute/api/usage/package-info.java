/** Usage of tenants over HTTP. */
@NullMarked
package io.oblako.compute.api.usage;

import org.jspecify.annotations.NullMarked;
