package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.SecurityGroup;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The things there are, whosever they are, as the model asks for them. */
public interface Topology {

    Optional<Network> network(UUID id);

    Optional<Subnet> subnet(UUID id);

    Optional<Router> router(UUID id);

    Optional<AddressGroup> addressGroup(UUID id);

    List<SecurityGroup> groups(Collection<UUID> ids);

    /** Ports of the network that have the address; if there are none, those that may use it besides their own. By id. */
    List<Port> holders(UUID network, Ip address);

    /** The ports of a router: its interfaces and its gateway. */
    List<Port> portsOf(Router router);

    /** Routers with an interface on the subnet, oldest first. */
    List<Router> routersOn(UUID subnet);

    /** Those that a router translates, or forwards for. */
    List<FloatingIp> through(UUID router);

    /** By its address outside. */
    Optional<FloatingIp> floatingIp(Ip address);

    /** Whether a port that security groups speak about has the address and is in the group. */
    boolean member(UUID group, Ip address);
}
