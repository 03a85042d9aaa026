/** What the service does, as meters. */
@NullMarked
package io.oblako.image.telemetry;

import org.jspecify.annotations.NullMarked;
