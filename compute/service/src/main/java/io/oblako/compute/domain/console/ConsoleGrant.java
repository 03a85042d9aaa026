package io.oblako.compute.domain.console;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.kernel.token.Caller;
import java.time.Instant;
import java.util.UUID;

/**
 * The right to open one console once.
 *
 * @param node the host that the server was on when the right was given; on another one it is void
 * @param caller who was given it; what takes back the caller's token takes back the right, and the open console
 * @param expires until when it may be used
 */
public record ConsoleGrant(UUID server, String node, ConsoleKind kind, Caller caller, Instant expires) {}
