package io.oblako.compute.node.metadata;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.metadata.Askers.Asker;
import io.oblako.compute.node.metadata.MetadataTree.Content;
import io.oblako.compute.node.nic.HostSwitch;
import io.oblako.compute.node.nic.MetadataLink;
import io.oblako.kernel.secret.SecretBox;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A metadata server on each network that guests of this host are on. {@link #reconcile} makes what is equal to what the
 * orders of the node ask for, so that a server comes with the first guest of a network and goes with the last, and what a
 * daemon that was killed has left is found and taken away. Thread-safe.
 */
public final class MetadataServers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MetadataServers.class);

    private final HostSwitch host;
    private final SecretBox secrets;
    private final Supplier<Collection<NodeDesired.Guest>> orders;
    private final Turns turns = new Turns();
    private final ScheduledThreadPoolExecutor alarm = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "metadata-alarm");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<UUID, Place> places = new HashMap<>();
    private volatile Map<UUID, NodeDesired.Guest> guests = Map.of();
    private boolean closed;

    /** One network's. */
    private static final class Place {

        private final MetadataLink link;
        private final MetadataServer server;
        private final int mtu;
        private volatile Map<InetAddress, Asker> askers = Map.of();
        private volatile boolean broken;
        /** A row of the switch, if there is one, is an earlier daemon's. */
        private boolean fresh = true;

        Place(MetadataLink link, int mtu, Function<Place, MetadataServer> server) {
            this.link = link;
            this.mtu = mtu;
            this.server = server.apply(this);
        }
    }

    /** @param orders of this host's guests, at any time */
    public MetadataServers(HostSwitch host, SecretBox secrets, Supplier<Collection<NodeDesired.Guest>> orders) {
        this.host = host;
        this.secrets = secrets;
        this.orders = orders;
        alarm.setRemoveOnCancelPolicy(true);
    }

    /** To be called after each change of the orders, and from time to time. What fails is tried again the next time. */
    public synchronized void reconcile() {
        if (closed) {
            return;
        }
        Collection<NodeDesired.Guest> now = orders.get();
        guests = now.stream().collect(Collectors.toUnmodifiableMap(NodeDesired.Guest::server, Function.identity()));
        Map<UUID, Askers> wanted = Askers.byNetwork(now);
        leave(wanted);
        wanted.forEach((network, askers) -> {
            try {
                serve(network, askers);
            } catch (IOException e) {
                LOG.warnf("Guests on network %s get no metadata for now: %s", network, e.getMessage());
            }
        });
    }

    private void leave(Map<UUID, Askers> wanted) {
        for (UUID network : Set.copyOf(places.keySet())) {
            Place place = places.get(network);
            Askers askers = wanted.get(network);
            if (place != null && (askers == null || place.broken || place.mtu != askers.mtu())) {
                places.remove(network);
                shut(place);
            }
        }
        Set<UUID> left = new HashSet<>(host.metadataNetworks());
        left.removeAll(wanted.keySet());
        for (UUID network : left) {
            try {
                host.disconnectMetadata(network);
            } catch (IOException e) {
                LOG.warnf("The metadata port of network %s stays in the switch for now: %s", network, e.getMessage());
            }
        }
    }

    private void serve(UUID network, Askers askers) throws IOException {
        Place place = places.get(network);
        if (place == null) {
            place = open(network, askers);
            places.put(network, place);
        }
        tell(place, askers);
        if (place.fresh || !host.metadataNetworks().contains(network)) {
            host.connectMetadata(network, place.link.device());
            place.fresh = false;
        }
    }

    private Place open(UUID network, Askers askers) throws IOException {
        MetadataLink link = MetadataLink.open(network, askers.mtu(), host.offloads());
        Place place = new Place(
                link, askers.mtu(), self -> new MetadataServer(link.socket(), new Answers(self), turns, alarm));
        place.server.start(() -> place.broken = true);
        return place;
    }

    /** Nobody is known here before packets for him can go to him alone, and longer than that. */
    private static void tell(Place place, Askers askers) throws IOException {
        Map<InetAddress, Asker> known = askers.byAddress();
        if (known.equals(place.askers)) {
            return;
        }
        place.askers = place.askers.entrySet().stream()
                .filter(each -> each.getValue().equals(known.get(each.getKey())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<InetAddress, String> macs = new HashMap<>();
        known.forEach((address, asker) -> macs.put(address, asker.mac()));
        place.link.neighbours(macs);
        place.askers = known;
    }

    private final class Answers implements MetadataServer.Answers {

        private final Place place;

        Answers(Place place) {
            this.place = place;
        }

        @Override
        public Optional<UUID> asker(InetAddress address) {
            return Optional.ofNullable(place.askers.get(address)).map(Asker::server);
        }

        @Override
        public Optional<Content> find(UUID server, MetadataRequest.Read request) {
            NodeDesired.@Nullable Guest order = guests.get(server);
            return order == null
                    ? Optional.empty()
                    : MetadataTree.find(server, order.spec(), GuestDocuments.of(order, secrets), request.path());
        }
    }

    private static void shut(Place place) {
        try {
            place.server.close();
        } catch (IOException e) {
            LOG.debugf(e, "A metadata server was not closed in good order");
        }
        place.link.close();
    }

    /** The rows in the switch stay: the next daemon takes the networks up again. */
    @Override
    public synchronized void close() {
        closed = true;
        places.values().forEach(MetadataServers::shut);
        places.clear();
        alarm.shutdownNow();
    }
}
