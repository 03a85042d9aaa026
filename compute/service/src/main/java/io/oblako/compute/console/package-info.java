/** The way from a client's WebSocket to the console of a guest, and the page that shows its screen. */
@NullMarked
package io.oblako.compute.console;

import org.jspecify.annotations.NullMarked;
