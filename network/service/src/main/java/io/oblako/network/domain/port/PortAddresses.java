package io.oblako.network.domain.port;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.AddressChooser;
import io.oblako.network.domain.network.Ipam;
import io.oblako.network.domain.network.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides which addresses a port has. */
final class PortAddresses {

    private final Ipam ipam;
    private final AddressChooser chooser;

    PortAddresses(Ipam ipam, AddressChooser chooser) {
        this.ipam = ipam;
        this.chooser = chooser;
    }

    /**
     * One address of IPv4, one of a stateful IPv6 subnet, and the computed ones of all automatic subnets. None when the
     * network has no subnets.
     *
     * @throws CloudException IP_ADDRESS_GENERATION_FAILURE when the subnets are full
     */
    List<FixedIp> standard(UUID network, String deviceOwner, Mac mac, List<Subnet> subnets) {
        List<Subnet> usable = subnets.stream()
                .filter(subnet -> serves(subnet, deviceOwner))
                .sorted(Comparator.comparing(
                        (Subnet subnet) -> subnet.serviceTypes().isEmpty()))
                .toList();
        lock(usable);
        List<FixedIp> chosen = new ArrayList<>();
        for (int version : new int[] {4, 6}) {
            List<Subnet> pooled = usable.stream()
                    .filter(subnet -> subnet.cidr().version() == version && !subnet.automatic())
                    .toList();
            if (!pooled.isEmpty()) {
                chosen.add(first(pooled).orElseThrow(() -> full(network)));
            }
        }
        usable.stream().filter(Subnet::automatic).forEach(subnet -> chosen.add(computed(subnet, mac)));
        return chosen;
    }

    boolean hasRoom(Subnet subnet) {
        lock(List.of(subnet));
        return chooser.any(subnet, Set.of()).isPresent();
    }

    private Optional<FixedIp> first(List<Subnet> subnets) {
        for (Subnet subnet : subnets) {
            Optional<Ip> address = chooser.any(subnet, Set.of());
            if (address.isPresent()) {
                return address.map(ip -> new FixedIp(subnet.id(), ip));
            }
        }
        return Optional.empty();
    }

    /** A subnet for devices of certain owners serves those; one for all serves all. */
    private static boolean serves(Subnet subnet, String deviceOwner) {
        return subnet.serviceTypes().isEmpty()
                || subnet.serviceTypes().stream().anyMatch(type -> !type.isEmpty() && deviceOwner.startsWith(type));
    }

    /**
     * The addresses wished for.
     *
     * @param has what the port has: it may keep it
     * @param automaticToo whether addresses of automatic subnets that nobody named are added
     */
    List<FixedIp> wished(
            UUID network,
            List<FixedIp.Wish> wishes,
            Mac mac,
            List<Subnet> subnets,
            List<FixedIp> has,
            boolean automaticToo) {
        List<FixedIp> chosen = new ArrayList<>(chosen(network, wishes, mac, subnets, has, false));
        if (automaticToo) {
            Set<UUID> there = chosen.stream().map(FixedIp::subnet).collect(Collectors.toSet());
            subnets.stream()
                    .filter(subnet -> subnet.automatic() && !there.contains(subnet.id()))
                    .forEach(subnet -> chosen.add(computed(subnet, mac)));
        }
        return chosen;
    }

    /** The addresses wished for, also those that hosts of automatic subnets cannot choose: for routers. */
    List<FixedIp> named(UUID network, List<FixedIp.Wish> wishes, Mac mac, List<Subnet> subnets, List<FixedIp> has) {
        return chosen(network, wishes, mac, subnets, has, true);
    }

    private List<FixedIp> chosen(
            UUID network,
            List<FixedIp.Wish> wishes,
            Mac mac,
            List<Subnet> subnets,
            List<FixedIp> has,
            boolean anywhere) {
        List<Subnet> named =
                wishes.stream().map(wish -> subnet(wish, network, subnets)).toList();
        lock(named);
        Set<Ip> mine = has.stream().map(FixedIp::address).collect(Collectors.toSet());
        Set<Ip> reserved = new HashSet<>();
        List<FixedIp> chosen = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            Subnet subnet = named.get(i);
            Ip address = wishes.get(i).address();
            FixedIp one = anywhere && address != null
                    ? new FixedIp(subnet.id(), chooser.exactly(subnet, address, mine))
                    : one(subnet, address, mac, mine, reserved, network);
            if (!reserved.add(one.address())) {
                throw invalid("Duplicate fixed IP: %s is wanted twice".formatted(one.address()));
            }
            chosen.add(one);
        }
        return chosen;
    }

    private FixedIp one(Subnet subnet, @Nullable Ip address, Mac mac, Set<Ip> mine, Set<Ip> reserved, UUID network) {
        if (subnet.automatic() && (address == null || !mine.contains(address))) {
            FixedIp computed = computed(subnet, mac);
            if (address != null && !address.equals(computed.address())) {
                throw invalid("IPv6 address %s can not be directly assigned to a port on subnet %s since the subnet is"
                                .formatted(address, subnet.id())
                        + " configured for automatic addresses");
            }
            return computed;
        }
        if (address != null) {
            return new FixedIp(subnet.id(), chooser.exactly(subnet, address, mine));
        }
        return new FixedIp(subnet.id(), chooser.any(subnet, reserved).orElseThrow(() -> full(network)));
    }

    private static Subnet subnet(FixedIp.Wish wish, UUID network, List<Subnet> subnets) {
        UUID id = wish.subnet();
        Ip address = wish.address();
        if (id != null) {
            return subnets.stream()
                    .filter(subnet -> subnet.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> invalid(
                            "Failed to create port on network %s, because fixed_ips included invalid".formatted(network)
                                    + " subnet %s".formatted(id)));
        }
        if (address == null) {
            throw invalid("IP allocation requires subnet_id or ip_address");
        }
        return subnets.stream()
                .filter(subnet -> subnet.cidr().contains(address))
                .findFirst()
                .orElseThrow(() -> new CloudException(
                        NetworkError.INVALID_IP_FOR_SUBNET,
                        "IP address %s is not a valid IP for any of the subnets on the specified network."
                                .formatted(address)));
    }

    private static FixedIp computed(Subnet subnet, Mac mac) {
        return new FixedIp(subnet.id(), mac.eui64(subnet.cidr()));
    }

    private void lock(List<Subnet> subnets) {
        ipam.lock(subnets.stream().map(Subnet::id).sorted().distinct().toList());
    }

    static CloudException full(UUID network) {
        return new CloudException(
                NetworkError.IP_ADDRESS_GENERATION_FAILURE,
                "No more IP addresses available on network %s.".formatted(network));
    }

    private static CloudException invalid(String sentence) {
        return new CloudException(NetworkError.INVALID_INPUT, "Invalid input for operation: %s.".formatted(sentence));
    }
}
