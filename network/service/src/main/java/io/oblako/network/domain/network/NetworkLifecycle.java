package io.oblako.network.domain.network;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.qos.QosUse;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.share.Shares;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of networks. */
public final class NetworkLifecycle implements Lifecycle<Network> {

    private static final String TUNNEL = "geneve";
    private static final Set<String> TYPES = Set.of(TUNNEL, "vlan", "flat");
    private static final int LEAST_IPV6_MTU = 1280;

    private final Networks networks;
    private final Subnets subnets;
    private final QosUse qos;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;
    private final int largestMtu;

    /**
     * @param qos which policy a network has
     * @param largestMtu what the tunnels between hosts leave of a packet; the standard of new networks
     */
    public NetworkLifecycle(
            Networks networks,
            Subnets subnets,
            QosUse qos,
            Quotas quotas,
            Changes changes,
            Stamp stamp,
            int largestMtu) {
        this.qos = qos;
        this.networks = networks;
        this.subnets = subnets;
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
        this.largestMtu = largestMtu;
    }

    @Override
    public Network create(Viewer viewer, Values wanted) {
        Standard standard = stamp.born(wanted);
        quotas.reserve(Kind.NETWORK, standard.project(), 1);
        Network.Provider provider = networks.reserve(provider(wanted));
        Values complete = wanted.given("mtu") ? wanted : wanted.with("mtu", largestMtu);
        Network network = Network.of(
                standard,
                complete,
                provider,
                qos.checkedOrStandard(viewer, wanted, standard.project()),
                Network.unborn(standard, provider));
        checkMtu(network);
        networks.add(network);
        changes.changed(network);
        return network;
    }

    private static Network.Provider provider(Values wanted) {
        String type = wanted.optional("provider:network_type", String.class);
        String physical = wanted.optional("provider:physical_network", String.class);
        Integer segment = wanted.optional("provider:segmentation_id", Integer.class);
        if (type == null) {
            if (physical != null || segment != null) {
                throw invalid("provider:network_type is required with other provider attributes");
            }
            return new Network.Provider(TUNNEL, null, null);
        }
        if (!TYPES.contains(type)) {
            throw invalid("network_type value '%s' not supported".formatted(type));
        }
        checkSegment(type, physical, segment);
        return new Network.Provider(type, physical, segment);
    }

    private static void checkSegment(String type, @Nullable String physical, @Nullable Integer segment) {
        if (type.equals(TUNNEL) && physical != null) {
            throw invalid("provider:physical_network specified for %s network".formatted(type));
        }
        if (!type.equals(TUNNEL) && physical == null) {
            throw invalid("physical_network required for %s provider network".formatted(type));
        }
        if (type.equals("flat") && segment != null) {
            throw invalid("segmentation_id prohibited for flat provider network");
        }
        if (type.equals("vlan") && (segment == null || segment < 1 || segment > 4094)) {
            throw invalid("segmentation_id out of range (1 through 4094)");
        }
        if (type.equals(TUNNEL) && segment != null && (segment < 1 || segment >= 1 << 24)) {
            throw invalid("segmentation_id out of range (1 through 16777215)");
        }
    }

    @Override
    public Network change(Viewer viewer, Network current, Values wanted) {
        viewer.requireOwner(current, "update_network");
        if (changesSegment(current, wanted)) {
            throw invalid("Plugin does not support updating the following provider network attributes:"
                    + " provider:network_type, provider:physical_network, provider:segmentation_id");
        }
        Network next = Network.of(
                stamp.changed(current.standard(), wanted),
                wanted,
                current.provider(),
                qos.checked(viewer, wanted),
                current);
        checkMtu(next);
        boolean closed = !current.sharedWith().equals(next.sharedWith())
                && !next.sharedWith().contains(Shares.EVERYBODY)
                && current.sharedWith().contains(Shares.EVERYBODY);
        if (closed && networks.usedByOthers(current.id(), current.project())) {
            throw new CloudException(
                    NetworkError.INVALID_SHARED_SETTING,
                    "Unable to reconfigure sharing settings for network %s. Multiple tenants are using it."
                            .formatted(current.id()));
        }
        Network saved = save(next);
        if (saved.mtu() != current.mtu()) {
            subnets.of(saved.id()).forEach(changes::changed);
        }
        return saved;
    }

    @Override
    public Network save(Network next) {
        Network saved = networks.save(next);
        changes.changed(saved);
        return saved;
    }

    private static boolean changesSegment(Network current, Values wanted) {
        Network.Provider had = current.provider();
        return (wanted.given("provider:network_type")
                        && !had.type().equals(wanted.optional("provider:network_type", String.class)))
                || (wanted.given("provider:physical_network")
                        && !java.util.Objects.equals(
                                had.physicalNetwork(), wanted.optional("provider:physical_network", String.class)))
                || (wanted.given("provider:segmentation_id")
                        && !java.util.Objects.equals(
                                had.segmentationId(), wanted.optional("provider:segmentation_id", Integer.class)));
    }

    private void checkMtu(Network network) {
        if (network.mtu() > largestMtu && network.provider().type().equals(TUNNEL)) {
            throw invalid("Requested MTU is too big, maximum is %d".formatted(largestMtu));
        }
        boolean six = network.mtu() < LEAST_IPV6_MTU
                && subnets.of(network.id()).stream()
                        .anyMatch(subnet -> subnet.cidr().version() == 6);
        if (six) {
            throw invalid("Requested MTU is too small for the IPv6 subnets of the network, minimum is %d"
                    .formatted(LEAST_IPV6_MTU));
        }
    }

    @Override
    public void delete(Viewer viewer, Network current) {
        viewer.requireOwner(current, "delete_network");
        if (networks.inUse(current.id())) {
            throw new CloudException(
                    NetworkError.NETWORK_IN_USE,
                    ("Unable to complete operation on network %s. There are one or more ports still in use on the "
                                    + "network.")
                            .formatted(current.id()));
        }
        for (Subnet subnet : subnets.of(current.id())) {
            subnets.remove(subnet);
            changes.gone(Kind.SUBNET, subnet.id());
        }
        networks.remove(current);
        changes.gone(Kind.NETWORK, current.id());
    }

    private static CloudException invalid(String sentence) {
        return new CloudException(NetworkError.INVALID_INPUT, "Invalid input for operation: %s.".formatted(sentence));
    }
}
