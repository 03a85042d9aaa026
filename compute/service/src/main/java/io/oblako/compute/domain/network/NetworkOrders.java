package io.oblako.compute.domain.network;

import io.oblako.network.contracts.NetworkOrder;

/** Asks the network service for something, when the transaction of the calling thread commits. */
public interface NetworkOrders {

    void send(NetworkOrder order);
}
