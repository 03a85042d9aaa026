package io.oblako.compute.domain.network;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which networks a new server is to be on, checked in shape by the API (Nova's {@code networks}). */
public sealed interface NetworkWish {

    /** None. */
    record None() implements NetworkWish {}

    /**
     * The project's only one.
     *
     * @param needed whether it is an error that there is none ({@code auto}); otherwise the server has no network then, as
     *     it was before microversion 2.37
     */
    record Any(boolean needed) implements NetworkWish {}

    /** These, in this order; at least one. */
    record These(List<Item> items) implements NetworkWish {
        public These {
            items = List.copyOf(items);
        }
    }

    /**
     * One of them.
     *
     * @param network absent when a port is named
     * @param fixedIp absent for any address
     */
    record Item(
            @Nullable UUID network,
            @Nullable UUID port,
            @Nullable String fixedIp,
            @Nullable String tag) {}
}
