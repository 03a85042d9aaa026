package io.oblako.compute.node.nic;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.node.linux.NetworkSpace;
import io.oblako.testing.guest.Taps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A host with a real switch in a network namespace of its own, and the ends of the cables of its guests. */
final class CabledGuests implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final NetworkSpace place = new NetworkSpace();
    final SwitchDatabase database;
    final OvsSwitch host;
    private final Path folder;
    private final Taps taps;
    private Datapath datapath;

    /**
     * @param folder with a short path
     * @param connections that a port may have
     * @param nics whose cables are there; none is connected
     */
    CabledGuests(Path folder, int connections, MeterRegistry meters, List<Nic> nics) throws IOException {
        this.folder = folder;
        // The place itself has nothing to say on these cables.
        place.in(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1"));
        database = new SwitchDatabase(folder);
        datapath = started();
        host = new OvsSwitch(database.remote(), connections, meters);
        List<String> cables = nics.stream().map(nic -> Tap.nameOf(nic.port())).toList();
        taps = place.in(() -> new Taps(cables));
        cables.forEach(cable -> place.run("ip", "link", "set", "dev", cable, "up"));
    }

    /** @param number of the guest, from 0 */
    static Nic nic(int number, boolean trusted) {
        UUID port = UUID.fromString("%08d-0000-4000-8000-000000000000".formatted(number));
        return new Nic(port, "fa:16:3e:00:00:%02x".formatted(number + 1), 1442, null, List.of(), trusted);
    }

    private Datapath started() {
        Datapath started = new Datapath(folder, database, place);
        await().atMost(SOON).until(() -> place.devices().contains("br-int"));
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("ovs-vswitchd.pid")));
        return started;
    }

    Datapath datapath() {
        return datapath;
    }

    /** The switch ends, and another begins. */
    void restartDatapath() {
        datapath.close();
        datapath = started();
    }

    /** What a guest sends. */
    void send(int guest, byte[] frame) {
        place.in(() -> {
            taps.send(guest, frame);
            return true;
        });
    }

    /** As {@link Taps#receive}. */
    List<Taps.Arrival> receive(Duration within) {
        return place.in(() -> taps.receive(within));
    }

    @Override
    public void close() {
        host.close();
        place.in(() -> {
            taps.close();
            return true;
        });
        datapath.close();
        database.close();
        place.close();
    }
}
