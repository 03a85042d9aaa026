package io.oblako.compute.domain.network;

import static io.oblako.compute.domain.ComputeError.NETWORK_AMBIGUOUS;
import static io.oblako.compute.domain.ComputeError.NETWORK_NOT_USABLE;
import static io.oblako.compute.domain.ComputeError.PORT_IN_USE;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which interfaces a server gets, by what is known here of networks, ports and groups, in Nova's words for what
 * cannot be. What others do at the same moment is found out by the network service, which then refuses the order.
 */
public final class ChooseNics {

    private static final String DEFAULT_GROUP = "default";
    /** With a group that may have been made just now. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Networks networks;
    private final Supplier<UUID> ids;

    /** @param ids new random ids, for ports that compute makes */
    public ChooseNics(Networks networks, Supplier<UUID> ids) {
        this.networks = networks;
        this.ids = ids;
    }

    /**
     * The interfaces of one server.
     *
     * @param groups names or ids of security groups for the ports that compute makes
     * @param servers how many there are to be like it: with several, no port or address can be asked for
     * @throws CloudException NETWORK_NOT_USABLE, NETWORK_AMBIGUOUS, PORT_IN_USE, or NOT_ALLOWED for an external network
     */
    public List<Nic> choose(ProjectId project, NetworkWish wish, List<String> groups, int servers) {
        Set<UUID> groupIds = groups(project, groups);
        return switch (wish) {
            case NetworkWish.None _ -> List.of();
            case NetworkWish.Any any ->
                only(project, any.needed())
                        .map(network -> List.of(fresh(network.id(), null, groupIds, null)))
                        .orElse(List.of());
            case NetworkWish.These these -> these(project, these.items(), groupIds, servers);
        };
    }

    /** The same for a server that exists. */
    public Nic one(ProjectId project, NetworkWish wish) {
        return choose(project, wish, List.of(), 1).getFirst();
    }

    /** The interfaces of another server that was asked for in the same request. */
    public List<Nic> again(List<Nic> nics) {
        return nics.stream()
                .map(nic -> fresh(nic.network(), nic.fixedIp(), nic.groups(), nic.tag()))
                .toList();
    }

    private Nic fresh(UUID network, @Nullable String fixedIp, Set<UUID> groups, @Nullable String tag) {
        return new Nic(ids.get(), network, fixedIp, groups, tag, true, null);
    }

    private Optional<NetworkFact> only(ProjectId project, boolean needed) {
        List<NetworkFact> usable = networks.networks().stream()
                .filter(network -> network.usableBy(project.value()))
                .filter(network -> !network.external() || network.shared())
                .filter(network -> network.adminStateUp() && !network.subnets().isEmpty())
                .limit(2)
                .toList();
        if (usable.size() > 1) {
            throw new CloudException(
                    NETWORK_AMBIGUOUS, "Multiple possible networks found, use a Network ID to be more specific.");
        }
        if (usable.isEmpty() && needed) {
            throw new CloudException(
                    NETWORK_NOT_USABLE,
                    "Unable to automatically allocate a network for project %s: make a network with a subnet first, or ask for \"none\"."
                            .formatted(project.value()));
        }
        return usable.stream().findFirst();
    }

    private List<Nic> these(ProjectId project, List<NetworkWish.Item> items, Set<UUID> groups, int servers) {
        if (items.size() > GuestSpec.MAX_NICS) {
            throw unusable("A server has at most %d interfaces".formatted(GuestSpec.MAX_NICS));
        }
        List<Nic> nics = new ArrayList<>();
        Set<UUID> ports = new HashSet<>();
        for (NetworkWish.Item item : items) {
            UUID port = item.port();
            UUID network = item.network();
            if (port != null) {
                if (servers > 1) {
                    throw unusable("Failed to launch multiple instances with a specific port: a port belongs to one"
                            + " server, so ask for networks, or for one server at a time.");
                }
                if (!ports.add(port)) {
                    throw unusable("Port %s is named twice".formatted(port));
                }
                nics.add(given(project, port, item));
            } else if (network != null) {
                if (servers > 1 && item.fixedIp() != null) {
                    throw unusable("max_count cannot be greater than 1 if an fixed_ip is specified.");
                }
                nics.add(fresh(usable(project, network, item.fixedIp()).id(), item.fixedIp(), groups, item.tag()));
            } else {
                throw unusable("Bad networks format: each item names a uuid or a port");
            }
        }
        return nics;
    }

    private Nic given(ProjectId project, UUID id, NetworkWish.Item item) {
        PortFact port = networks.awaitPort(id)
                .filter(fact -> fact.project().equals(project.value()))
                .filter(fact -> fact.status() != PortFact.Status.ERROR)
                .orElseThrow(() -> unusable("Port id %s could not be found.".formatted(id)));
        if (item.fixedIp() != null) {
            throw unusable(
                    "Specified Fixed IP '%s' cannot be used with port '%s': the two cannot be specified together."
                            .formatted(item.fixedIp(), id));
        }
        if (!port.deviceId().isEmpty()) {
            throw new CloudException(PORT_IN_USE, "Port %s is still in use.".formatted(id));
        }
        if (port.fixedIps().isEmpty()) {
            throw unusable("Port %s requires a FixedIP in order to be used.".formatted(id));
        }
        return new Nic(id, port.network(), null, Set.of(), item.tag(), false, null);
    }

    private NetworkFact usable(ProjectId project, UUID id, @Nullable String fixedIp) {
        NetworkFact network = networks.awaitNetwork(id)
                .filter(fact -> fact.usableBy(project.value()) || fact.external())
                .orElseThrow(() -> unusable("Network %s could not be found.".formatted(id)));
        if (!network.usableBy(project.value())) {
            throw CloudException.forbidden(
                    "It is not allowed to create an interface on external network %s: use a floating IP instead."
                            .formatted(id));
        }
        if (network.subnets().isEmpty()) {
            throw unusable("Network %s requires a subnet in order to boot instances on.".formatted(id));
        }
        if (fixedIp != null && taken(id, fixedIp)) {
            throw unusable("Fixed IP address %s is already in use.".formatted(fixedIp));
        }
        return network;
    }

    private boolean taken(UUID network, String address) {
        return networks.ports().stream()
                .filter(port -> port.network().equals(network))
                .anyMatch(port ->
                        port.fixedIps().stream().anyMatch(ip -> ip.address().equals(address)));
    }

    /** Ids of groups that are named by name or id; the default group need not be known: ports have it by themselves. */
    private Set<UUID> groups(ProjectId project, List<String> names) {
        Set<UUID> found = new HashSet<>();
        for (String name : names) {
            Optional<UUID> group = group(project, name);
            if (group.isEmpty() && !name.equals(DEFAULT_GROUP)) {
                throw unusable("Security group %s not found for project %s.".formatted(name, project.value()));
            }
            group.ifPresent(found::add);
        }
        return found;
    }

    /**
     * The one group of the project with this name or id.
     *
     * @throws CloudException NETWORK_AMBIGUOUS when there are several of this name
     */
    public Optional<UUID> group(ProjectId project, String name) {
        Predicate<SecurityGroupFact> named = group -> group.project().equals(project.value())
                && (group.name().equals(name) || group.id().toString().equals(name));
        // Whoever names another group than the default one has made it, perhaps just now.
        List<UUID> found = (name.equals(DEFAULT_GROUP)
                        ? networks.securityGroups().stream().filter(named).toList()
                        : networks.awaitSecurityGroups(named, PATIENCE))
                .stream().map(SecurityGroupFact::id).toList();
        if (found.size() > 1) {
            throw new CloudException(
                    NETWORK_AMBIGUOUS,
                    "Multiple security_groups found matching '%s'. Use an ID to be more specific.".formatted(name));
        }
        return found.stream().findFirst();
    }

    private static CloudException unusable(String sentence) {
        return new CloudException(NETWORK_NOT_USABLE, sentence);
    }
}
