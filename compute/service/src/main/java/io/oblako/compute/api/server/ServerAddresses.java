package io.oblako.compute.api.server;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.network.Networks;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.server.Server;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Where servers are to be reached and what lets packets in, as the facts of their ports tell now. */
@ApplicationScoped
class ServerAddresses {

    private final Networks networks;

    ServerAddresses(Networks networks) {
        this.networks = networks;
    }

    /**
     * One address.
     *
     * @param type fixed or floating
     */
    record Address(String address, String mac, String type) {
        int version() {
            return address.indexOf(':') < 0 ? 4 : 6;
        }

        void brief(JsonOut out) {
            out.number("version", version()).text("addr", address);
        }

        void full(JsonOut out) {
            brief(out);
            out.text("OS-EXT-IPS:type", type).text("OS-EXT-IPS-MAC:mac_addr", mac);
        }
    }

    /** The port of an interface, once it is the server's. */
    Optional<PortFact> port(Server server, Nic nic) {
        return networks.port(nic.port())
                .filter(port -> port.deviceId().equals(server.id().toString()));
    }

    /** By name of the network, in the order of the interfaces. */
    Map<String, List<Address>> of(Server server) {
        Map<String, List<Address>> addresses = new LinkedHashMap<>();
        for (Nic nic : server.nics()) {
            port(server, nic).ifPresent(port -> {
                List<Address> there = addresses.computeIfAbsent(name(port.network()), _ -> new ArrayList<>());
                for (PortFact.FixedIp fixed : port.fixedIps()) {
                    there.add(new Address(fixed.address(), port.mac(), "fixed"));
                    port.floatingIps().stream()
                            .filter(floating -> floating.fixed().equals(fixed.address()))
                            .forEach(floating -> there.add(new Address(floating.floating(), port.mac(), "floating")));
                }
            });
        }
        return addresses;
    }

    private String name(UUID network) {
        return networks.network(network).map(NetworkFact::name).orElse(network.toString());
    }

    /** @param whole with what Nova's extensions add to each address */
    void write(JsonOut out, Server server, boolean whole) {
        of(server)
                .forEach((network, all) -> out.objects(network, all, (item, address) -> {
                    if (whole) {
                        address.full(item);
                    } else {
                        address.brief(item);
                    }
                }));
    }

    /** Names of the groups that any of its ports is in; the id of one that is not known here yet. */
    Set<String> groupNames(Server server) {
        Set<String> names = new TreeSet<>();
        groupIds(server)
                .forEach(id -> names.add(
                        networks.securityGroup(id).map(SecurityGroupFact::name).orElse(id.toString())));
        return names;
    }

    /** The groups that any of its ports is in, as far as they are known here. */
    List<SecurityGroupFact> groups(Server server) {
        return groupIds(server).stream()
                .flatMap(id -> networks.securityGroup(id).stream())
                .toList();
    }

    private Set<UUID> groupIds(Server server) {
        Set<UUID> ids = new TreeSet<>();
        ServerPorts.of(networks, server).forEach(port -> ids.addAll(port.securityGroups()));
        return ids;
    }
}
