/** Facts about networks, ports and security groups, through the outbox. */
@NullMarked
package io.oblako.network.messaging;

import org.jspecify.annotations.NullMarked;
