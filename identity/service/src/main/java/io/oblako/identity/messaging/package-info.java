/** What identity tells the other services. */
@NullMarked
package io.oblako.identity.messaging;

import org.jspecify.annotations.NullMarked;
