package io.oblako.compute.domain.saga;

import java.util.UUID;

/** All that a saga of one wish hands on: everything else is in the server's row. */
public record WorkContext(UUID server, UUID work) {}
