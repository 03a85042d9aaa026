package io.oblako.compute.domain.saga;

import io.oblako.compute.domain.network.Nic;
import java.util.UUID;

/** @param nic the interface that comes or goes */
record InterfaceContext(UUID server, UUID work, Nic nic) {}
