package io.oblako.network.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order to the network service. There is no reply: the {@link PortFact} (or {@link FloatingIpFact}, or {@link
 * SecurityGroupFact}) that appears is the answer, with status ERROR and a reason when a port cannot be made. The one who
 * orders chooses the id, so an order repeated is the same order.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = NetworkOrder.CreatePort.class, name = "create-port"),
    @Type(value = NetworkOrder.BindPort.class, name = "bind-port"),
    @Type(value = NetworkOrder.UnbindPort.class, name = "unbind-port"),
    @Type(value = NetworkOrder.DeletePort.class, name = "delete-port"),
    @Type(value = NetworkOrder.ChangeGroups.class, name = "change-groups"),
    @Type(value = NetworkOrder.LeadFloatingIp.class, name = "lead-floating-ip"),
    @Type(value = NetworkOrder.AddAddress.class, name = "add-address"),
    @Type(value = NetworkOrder.TakeAddress.class, name = "take-address"),
    @Type(value = NetworkOrder.MakeGroup.class, name = "make-group"),
    @Type(value = NetworkOrder.DescribeGroup.class, name = "describe-group"),
    @Type(value = NetworkOrder.DeleteGroup.class, name = "delete-group")
})
public sealed interface NetworkOrder {

    /** The thing it is about: orders about one thing stay in their order. */
    UUID about();

    /** An order about a port. */
    sealed interface OfPort extends NetworkOrder {

        UUID port();

        @Override
        default UUID about() {
            return port();
        }
    }

    /** An order about a security group of a project. */
    sealed interface OfGroup extends NetworkOrder {

        UUID group();

        String project();

        @Override
        default UUID about() {
            return group();
        }
    }

    /**
     * Make a port for a server and bind it.
     *
     * @param fixedIp the address wanted; absent for any
     * @param securityGroups empty for the default group of the project
     * @param deviceOwner {@code compute:<zone>}
     * @param host the node to bind to; empty to leave it unbound
     * @param epoch fencing token of the binding
     * @param requestId of the request that led to it; it becomes {@link PortFact#createdBy()}
     */
    record CreatePort(
            UUID port,
            String project,
            UUID network,
            @Nullable String fixedIp,
            Set<UUID> securityGroups,
            String deviceId,
            String deviceOwner,
            String host,
            long epoch,
            String requestId)
            implements OfPort {
        public CreatePort {
            securityGroups = Set.copyOf(securityGroups);
        }
    }

    /** Bind a port that is there to a device on a host. Void when the device has it with a newer epoch, or another has it. */
    record BindPort(
            UUID port, String project, String deviceId, String deviceOwner, String host, long epoch, String requestId)
            implements OfPort {}

    /** The device lets the port go. Void when another device has it, or it knows a newer epoch. */
    record UnbindPort(UUID port, String deviceId, long epoch, String requestId) implements OfPort {}

    /** A port that an order made is not needed any more. */
    record DeletePort(UUID port, String deviceId, String requestId) implements OfPort {}

    /**
     * The port is to be in some security groups and in others no more; what it has beside them stays. Void when one of
     * those to join is none of the project's any more.
     */
    record ChangeGroups(UUID port, String project, Set<UUID> join, Set<UUID> leave, String requestId)
            implements OfPort {
        public ChangeGroups {
            join = Set.copyOf(join);
            leave = Set.copyOf(leave);
        }
    }

    /**
     * The port is to have one address more, in whichever of its network's subnets has room. Void when none has, and when it
     * has more by now.
     *
     * @param had how many it has had
     */
    record AddAddress(UUID port, String project, int had, String requestId) implements OfPort {}

    /** The port is to have this address no more. Void when it has not. */
    record TakeAddress(UUID port, String project, String address, String requestId) implements OfPort {}

    /**
     * A floating IP is to lead to the port, or to it no more. Void when the network cannot do it, for example because no
     * router joins both networks, and, for the way back, when it leads elsewhere by now.
     *
     * @param to whether it is to lead there
     * @param fixed the address of the port; absent for its only one
     */
    record LeadFloatingIp(
            UUID port,
            String project,
            UUID floatingIp,
            boolean to,
            @Nullable String fixed,
            String requestId) implements OfPort {}

    /**
     * Make a security group that lets everything out and nothing in. Void when the project has as many as it may. One of
     * the name {@code default} is the project's own, whatever its id: it is made when it is not there.
     */
    record MakeGroup(UUID group, String project, String name, String description, String requestId)
            implements OfGroup {}

    /** Call the group so from now on. Void when it is gone, or the name cannot be. */
    record DescribeGroup(UUID group, String project, String name, String description, String requestId)
            implements OfGroup {}

    /** The group is not needed any more. Void while ports are in it, and for the project's default group. */
    record DeleteGroup(UUID group, String project, String requestId) implements OfGroup {}
}
