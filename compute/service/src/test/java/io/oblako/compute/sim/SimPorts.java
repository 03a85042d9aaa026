package io.oblako.compute.sim;

import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * The network service reduced to what compute sees of it: it follows orders about ports as {@code FollowOrders} does and
 * tells what each port is then. Where its rows are kept and where its facts go is said by whoever makes it.
 */
public final class SimPorts {

    public static final UUID NETWORK = new UUID(3, 1);
    public static final UUID SUBNET = new UUID(3, 2);

    private final Rows rows;
    private final BiConsumer<UUID, PortFact> facts;

    /** The ports that there are, by id. */
    public interface Rows {

        /** Null when there is none. */
        PortFact get(UUID id);

        void put(UUID id, PortFact port);

        void remove(UUID id);
    }

    /**
     * @param facts told each port that has changed, and null for one that is gone
     */
    public SimPorts(Rows rows, BiConsumer<UUID, PortFact> facts) {
        this.rows = rows;
        this.facts = facts;
    }

    /** The one network of the project. */
    public static NetworkFact network(String project, boolean shared) {
        return new NetworkFact(NETWORK, project, "net", 1442, false, shared, Set.of(), true, true, List.of(SUBNET), 1);
    }

    /** A port that a tenant has made. */
    public void make(UUID id, String project) {
        put(port(id, project, ""));
    }

    /** A tenant deletes the port, whoever has it. */
    public void delete(UUID id) {
        rows.remove(id);
        facts.accept(id, null);
    }

    /** @param refuses whether a port that is to be made cannot be */
    public void follow(NetworkOrder order, boolean refuses) {
        switch (order) {
            case NetworkOrder.OfPort ofPort -> follow(ofPort, refuses);
            case NetworkOrder.OfGroup _ -> throw new UnsupportedOperationException("groups are not ports");
        }
    }

    private void follow(NetworkOrder.OfPort order, boolean refuses) {
        PortFact there = rows.get(order.port());
        switch (order) {
            case NetworkOrder.CreatePort create -> {
                if (there != null) {
                    return;
                }
                PortFact fresh = with(
                        port(create.port(), create.project(), create.requestId()),
                        create.deviceId(),
                        create.deviceOwner(),
                        create.host(),
                        create.epoch());
                if (refuses) {
                    facts.accept(create.port(), refused(fresh));
                } else {
                    put(fresh);
                }
            }
            case NetworkOrder.BindPort bind -> {
                if (there == null) {
                    return;
                }
                boolean free = there.deviceId().isEmpty()
                        || (there.deviceId().equals(bind.deviceId()) && bind.epoch() >= there.epoch());
                put(free ? with(there, bind.deviceId(), bind.deviceOwner(), bind.host(), bind.epoch()) : there);
            }
            case NetworkOrder.UnbindPort unbind -> {
                if (there != null && there.deviceId().equals(unbind.deviceId()) && unbind.epoch() >= there.epoch()) {
                    put(with(there, "", "", "", unbind.epoch()));
                }
            }
            case NetworkOrder.ChangeGroups _,
                    NetworkOrder.LeadFloatingIp _,
                    NetworkOrder.AddAddress _,
                    NetworkOrder.TakeAddress _ ->
                throw new UnsupportedOperationException("these are the network service's own affair");
            case NetworkOrder.DeletePort delete -> {
                if (there == null || there.deviceId().equals(delete.deviceId())) {
                    delete(delete.port());
                }
            }
        }
    }

    private void put(PortFact port) {
        rows.put(port.id(), port);
        facts.accept(port.id(), port);
    }

    private static PortFact port(UUID id, String project, String createdBy) {
        int last = 2 + Math.floorMod(id.hashCode(), 250);
        return new PortFact(
                id,
                project,
                "",
                NETWORK,
                "fa:16:3e:00:00:%02x".formatted(last),
                List.of(new PortFact.FixedIp(SUBNET, "10.0.0." + last)),
                "",
                "",
                "",
                0,
                PortFact.Status.DOWN,
                null,
                true,
                true,
                Set.of(),
                List.of(),
                "",
                1442,
                List.of(new PortFact.Subnet(
                        SUBNET, "10.0.0.0/24", 4, "10.0.0.1", List.of("9.9.9.9"), List.of(), true, null)),
                List.of(),
                createdBy,
                1);
    }

    private static PortFact with(PortFact port, String device, String owner, String host, long epoch) {
        return changed(port, device, owner, host, epoch, PortFact.Status.DOWN, null);
    }

    private static PortFact refused(PortFact port) {
        return changed(
                port,
                port.deviceId(),
                port.deviceOwner(),
                "",
                port.epoch(),
                PortFact.Status.ERROR,
                "No more IP addresses available on network");
    }

    private static PortFact changed(
            PortFact port,
            String device,
            String owner,
            String host,
            long epoch,
            PortFact.Status status,
            String failure) {
        return new PortFact(
                port.id(),
                port.project(),
                port.name(),
                port.network(),
                port.mac(),
                port.fixedIps(),
                device,
                owner,
                host,
                epoch,
                status,
                failure,
                true,
                true,
                port.securityGroups(),
                port.tags(),
                port.dnsName(),
                port.mtu(),
                port.subnets(),
                port.floatingIps(),
                port.createdBy(),
                port.revision() + 1);
    }
}
