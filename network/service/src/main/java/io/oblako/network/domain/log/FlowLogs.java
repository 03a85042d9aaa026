package io.oblako.network.domain.log;

import io.oblako.network.domain.Catalog;
import java.util.List;
import java.util.UUID;

/** All flow logs there are. */
public interface FlowLogs extends Catalog<FlowLog> {

    /** Those of a single port. */
    List<FlowLog> ofPort(UUID port);
}
