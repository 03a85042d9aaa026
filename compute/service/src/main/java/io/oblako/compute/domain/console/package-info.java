/** Who may work at the console of a guest, and for how long. */
@NullMarked
package io.oblako.compute.domain.console;

import org.jspecify.annotations.NullMarked;
