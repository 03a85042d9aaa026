package io.oblako.network.domain.trunk;

import java.util.UUID;

/**
 * A port that reaches its guest through another port.
 *
 * @param segmentationId the VLAN tag its packets carry there, 1 to 4094
 */
public record SubPort(UUID port, int segmentationId) {}
