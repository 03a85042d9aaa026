package io.oblako.network.domain.network;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.share.Shares;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A network: one layer-2 segment.
 *
 * @param mtu bytes of the largest IP packet on it
 * @param portSecurity what ports made on it have when nobody says otherwise
 * @param provider how its packets travel
 * @param sharedWith projects that may make ports on it besides the owner; {@link Shares#EVERYBODY} for all
 * @param externalTo projects that may take floating IPs and gateways from it; the same
 * @param subnets ids, oldest first; written by the subnets themselves
 * @param scopes address scopes of its subnets
 * @param qosPolicy what its ports have that have none of their own; absent for none
 */
public record Network(
        Standard standard,
        boolean adminStateUp,
        int mtu,
        boolean portSecurity,
        Provider provider,
        List<String> zoneHints,
        Set<String> sharedWith,
        Set<String> externalTo,
        List<UUID> subnets,
        Scopes scopes,
        @Nullable UUID qosPolicy)
        implements Resource<Network> {

    /**
     * How packets of the network travel.
     *
     * @param type geneve, vlan or flat
     * @param physicalNetwork the bridge mapping; absent for tunnels
     * @param segmentationId the VLAN or tunnel id; absent for flat networks
     */
    public record Provider(
            String type,
            @Nullable String physicalNetwork,
            @Nullable Integer segmentationId) {}

    /** The address scopes that the pools of its subnets are in, by IP version. */
    public record Scopes(@Nullable UUID four, @Nullable UUID six) {
        public static final Scopes NONE = new Scopes(null, null);
    }

    public Network {
        zoneHints = List.copyOf(zoneHints);
        sharedWith = Set.copyOf(sharedWith);
        externalTo = Set.copyOf(externalTo);
        subnets = List.copyOf(subnets);
    }

    /** The one place where what a request says becomes a network. */
    static Network of(Standard standard, Values wanted, Provider provider, @Nullable UUID qosPolicy, Network before) {
        return new Network(
                standard,
                wanted.flag("admin_state_up"),
                wanted.number("mtu"),
                wanted.flag("port_security_enabled"),
                provider,
                wanted.list("availability_zone_hints", String.class),
                Shares.everybody(before.sharedWith, wanted.given("shared"), wanted.flag("shared")),
                Shares.everybody(before.externalTo, wanted.given("router:external"), wanted.flag("router:external")),
                before.subnets,
                before.scopes,
                qosPolicy);
    }

    /** What a network that is not there yet starts from. */
    static Network unborn(Standard standard, Provider provider) {
        return new Network(
                standard, true, 0, true, provider, List.of(), Set.of(), Set.of(), List.of(), Scopes.NONE, null);
    }

    @Override
    public Network with(Standard next) {
        return new Network(
                next,
                adminStateUp,
                mtu,
                portSecurity,
                provider,
                zoneHints,
                sharedWith,
                externalTo,
                subnets,
                scopes,
                qosPolicy);
    }

    /** Whether the viewer may make ports on it though it is not theirs. */
    public boolean sharedWith(Viewer viewer) {
        ProjectId project = viewer.project();
        return sharedWith.contains(Shares.EVERYBODY) || (project != null && sharedWith.contains(project.value()));
    }

    /** Whether the viewer may take gateways and floating IPs from it. */
    public boolean externalTo(Viewer viewer) {
        ProjectId project = viewer.project();
        return external()
                && (viewer.operator()
                        || viewer.owns(this)
                        || externalTo.contains(Shares.EVERYBODY)
                        || (project != null && externalTo.contains(project.value())));
    }

    public boolean external() {
        return !externalTo.isEmpty();
    }

    /** Ports need an interface that is up, and networks have no other life: ACTIVE, or DOWN by the owner's wish. */
    public String status() {
        return adminStateUp ? "ACTIVE" : "DOWN";
    }
}
