package io.oblako.network.domain.log;

import io.oblako.network.domain.Catalog;

/** All flow logs there are. */
public interface FlowLogs extends Catalog<FlowLog> {}
