package io.oblako.compute.node;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.NodeDesired.Guest;
import io.oblako.compute.contracts.NodeDesired.Wish;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Orders for tests: {@code anOrder().stopped().generation(3)}. */
public record Orders(Guest guest) {

    public static final UUID SERVER = UUID.fromString("11111111-2222-3333-4444-555555555555");

    public static Orders anOrder() {
        return new Orders(new Guest("n1", SERVER, "p1", 1, 1, Wish.RUNNING, spec(), 0, 0, 0, "req-1", false));
    }

    public static GuestSpec spec() {
        return new GuestSpec(
                "web",
                "web",
                1,
                64,
                8 << 20,
                0,
                0,
                new GuestSpec.Image(
                        UUID.fromString("99999999-2222-3333-4444-555555555555"), "raw", 1 << 20, 1 << 20, "00"),
                Map.of(),
                List.of(),
                false,
                "{}",
                "{}",
                "{}",
                null,
                60);
    }

    public Orders server(UUID server) {
        Guest g = guest;
        return new Orders(new Guest(
                g.node(),
                server,
                g.project(),
                g.generation(),
                g.epoch(),
                g.wish(),
                g.spec(),
                g.diskGeneration(),
                g.softReboots(),
                g.hardReboots(),
                g.requestId(),
                g.leased()));
    }

    public Orders spec(GuestSpec spec) {
        Guest g = guest;
        return new Orders(new Guest(
                g.node(),
                g.server(),
                g.project(),
                g.generation(),
                g.epoch(),
                g.wish(),
                spec,
                g.diskGeneration(),
                g.softReboots(),
                g.hardReboots(),
                g.requestId(),
                g.leased()));
    }

    /** The same with interfaces, in a machine that properties of its image shape. */
    public Orders with(Map<String, String> machine, GuestSpec.Nic... nics) {
        GuestSpec s = guest.spec();
        return spec(new GuestSpec(
                s.name(),
                s.hostname(),
                s.vcpus(),
                s.ramMib(),
                s.rootDiskBytes(),
                s.ephemeralDiskBytes(),
                s.swapBytes(),
                s.image(),
                machine,
                List.of(nics),
                s.configDrive(),
                s.metadata(),
                s.networkData(),
                s.vendorData(),
                s.sealedSecrets(),
                s.shutdownTimeoutSeconds()));
    }

    /** The next generation, with another wish. */
    public Orders wish(Wish wish) {
        Guest g = guest;
        return new Orders(new Guest(
                g.node(),
                g.server(),
                g.project(),
                g.generation() + 1,
                g.epoch(),
                wish,
                g.spec(),
                g.diskGeneration(),
                g.softReboots(),
                g.hardReboots(),
                g.requestId(),
                g.leased()));
    }

    /** The same, bound to the node's lease. */
    public Orders leased() {
        Guest g = guest;
        return new Orders(new Guest(
                g.node(),
                g.server(),
                g.project(),
                g.generation(),
                g.epoch(),
                g.wish(),
                g.spec(),
                g.diskGeneration(),
                g.softReboots(),
                g.hardReboots(),
                g.requestId(),
                true));
    }

    public Orders stopped() {
        return wish(Wish.STOPPED);
    }

    public Orders running() {
        return wish(Wish.RUNNING);
    }

    public Orders absent() {
        return wish(Wish.ABSENT);
    }

    /** The next generation, counted up as said. */
    public Orders counting(long disk, long soft, long hard) {
        Guest g = guest;
        return new Orders(new Guest(
                g.node(),
                g.server(),
                g.project(),
                g.generation() + 1,
                g.epoch(),
                g.wish(),
                g.spec(),
                g.diskGeneration() + disk,
                g.softReboots() + soft,
                g.hardReboots() + hard,
                g.requestId(),
                g.leased()));
    }
}
