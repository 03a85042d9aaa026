package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Router;
import org.jspecify.annotations.Nullable;

/** One step of a packet's way. */
public sealed interface Hop {

    /** A guest's port: where it starts, or where it arrives. */
    record AtPort(Port port) implements Hop {}

    /** @param subnet the one it is sent to; absent when its next address is in none */
    record Across(Network network, @Nullable Subnet subnet) implements Hop {}

    record Through(Router router) implements Hop {}

    /**
     * A router writes another address into it.
     *
     * @param source whether it is the source that changes
     * @param floatingIp absent when it takes the router's own address
     */
    record Translated(
            boolean source, Ip before, Ip after, @Nullable FloatingIp floatingIp) implements Hop {}

    /** What is not the cloud's: where an external or provider network leads to. */
    record Outside() implements Hop {}

    /** What the cloud itself answers on each network: DHCP, metadata. */
    record Platform() implements Hop {}
}
