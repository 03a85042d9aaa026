package io.oblako.compute.node.qemu;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.Orders;
import io.oblako.testing.guest.BootSectorGuest;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Orders for guests that run {@link BootSectorGuest}. */
final class TinyGuests {

    private TinyGuests() {}

    static NodeDesired.Guest order(UUID image, byte[] disk) {
        return Orders.anOrder()
                .server(UUID.randomUUID())
                .spec(new GuestSpec(
                        "tiny",
                        "tiny",
                        1,
                        32,
                        8 << 20,
                        0,
                        0,
                        new GuestSpec.Image(image, "raw", disk.length, disk.length, BootSectorGuest.sha512()),
                        Map.of(),
                        List.of(),
                        false,
                        "{}",
                        "{}",
                        "{}",
                        null,
                        10))
                .guest();
    }
}
