package io.oblako.compute.domain.network;

import static io.oblako.compute.domain.ComputeError.OVER_QUOTA;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.request.RequestContext;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.SecurityGroupFact;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The security groups of a project, as old clients see and change them by Nova's proxies. What is known here is checked
 * here; what somebody else does at the same moment makes an order void.
 */
public final class ProjectGroups {

    private static final String DEFAULT = "default";
    /** With what was ordered: the network service has it done in less, unless it is away or the order is void. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Networks networks;
    private final NetworkOrders orders;
    private final Supplier<UUID> ids;

    /** @param ids new random ids, for groups that are made */
    public ProjectGroups(Networks networks, NetworkOrders orders, Supplier<UUID> ids) {
        this.networks = networks;
        this.orders = orders;
        this.ids = ids;
    }

    /** By name; those of one name by id. */
    public List<SecurityGroupFact> all(ProjectId project) {
        return networks.securityGroups().stream()
                .filter(group -> group.project().equals(project.value()))
                .sorted(Comparator.comparing(SecurityGroupFact::name).thenComparing(SecurityGroupFact::id))
                .toList();
    }

    /** Whether the project's default group is known: it is made when somebody first needs it. */
    public boolean hasDefault(ProjectId project) {
        return networks.securityGroups().stream().anyMatch(group -> isDefault(project, group));
    }

    /** Joins the transaction of the calling thread. */
    public void needDefault(ProjectId project) {
        orders.send(new NetworkOrder.MakeGroup(ids.get(), project.value(), DEFAULT, "", requestId()));
    }

    /** Waits, outside of the transaction and at most 5 s, until the default group is known. */
    public void awaitDefault(ProjectId project) {
        networks.awaitSecurityGroups(group -> isDefault(project, group), PATIENCE);
    }

    private static boolean isDefault(ProjectId project, SecurityGroupFact group) {
        return group.name().equals(DEFAULT) && group.project().equals(project.value());
    }

    /** @throws CloudException NOT_FOUND when the project has no such group */
    public SecurityGroupFact one(ProjectId project, String id) {
        return all(project).stream()
                .filter(group -> group.id().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> absent(project, id));
    }

    private static CloudException absent(ProjectId project, String id) {
        return CloudException.notFound("Security group %s not found for project %s."
                .formatted(id.length() > 64 ? id.substring(0, 64) : id, project.value()));
    }

    /**
     * Joins the transaction of the calling thread.
     *
     * @return the id of the group that is to be
     * @throws CloudException INVALID_REQUEST for the name of the default group
     */
    public UUID make(ProjectId project, String name, String description) {
        if (name.equals(DEFAULT)) {
            throw CloudException.badRequest("Default security group already exists.");
        }
        UUID id = ids.get();
        orders.send(new NetworkOrder.MakeGroup(id, project.value(), name, description, requestId()));
        return id;
    }

    /**
     * The group that was ordered. Call outside of the transaction; waits at most 5 s.
     *
     * @throws CloudException OVER_QUOTA when it does not appear, which is the usual reason
     */
    public SecurityGroupFact made(UUID id) {
        return networks.awaitSecurityGroups(group -> group.id().equals(id), PATIENCE).stream()
                .findFirst()
                .orElseThrow(() -> new CloudException(
                        OVER_QUOTA,
                        "The network service did not confirm the security group: the project may have as many as its"
                                + " quota lets it. Delete one that is not needed, or ask an operator for more."));
    }

    /**
     * Joins the transaction of the calling thread.
     *
     * @param description absent to leave it as it is
     * @throws CloudException NOT_FOUND, or INVALID_REQUEST when the name of the default group is given or taken away
     */
    public void describe(ProjectId project, String id, String name, @Nullable String description) {
        SecurityGroupFact group = one(project, id);
        if (!name.equals(group.name()) && (name.equals(DEFAULT) || group.name().equals(DEFAULT))) {
            throw CloudException.badRequest(
                    "Updating default security group name, or taking it for another group, is not allowed.");
        }
        String said = description == null ? group.description() : description;
        orders.send(new NetworkOrder.DescribeGroup(
                group.id(), project.value(), name, said == null ? "" : said, requestId()));
    }

    /**
     * The group with its new name and description, as far as it has them after at most 5 s. Call outside of the
     * transaction.
     *
     * @throws CloudException NOT_FOUND when somebody else has deleted it
     */
    public SecurityGroupFact described(ProjectId project, String id, String name, @Nullable String description) {
        return networks
                .awaitSecurityGroups(
                        group -> group.id().toString().equals(id)
                                && group.name().equals(name)
                                && (description == null || description.equals(group.description())),
                        PATIENCE)
                .stream()
                .findFirst()
                .orElseGet(() -> one(project, id));
    }

    /**
     * Joins the transaction of the calling thread.
     *
     * @throws CloudException NOT_FOUND, or INVALID_REQUEST, as Nova has it, while ports are in the group and for the
     *     default one
     */
    public void delete(ProjectId project, String id) {
        SecurityGroupFact group = one(project, id);
        if (group.name().equals(DEFAULT)) {
            throw CloudException.badRequest("Insufficient rights for removing default security group.");
        }
        boolean used =
                networks.ports().stream().anyMatch(port -> port.securityGroups().contains(group.id()));
        if (used) {
            throw CloudException.badRequest(
                    "Security Group %s in use: take the ports out of it first.".formatted(group.id()));
        }
        orders.send(new NetworkOrder.DeleteGroup(group.id(), project.value(), requestId()));
    }

    private static String requestId() {
        return RequestContext.current().requestId();
    }
}
