package io.oblako.compute.domain.network;

import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What the network service told of its things. Lists are of everything that is known now, in no order; the network
 * service limits them by its quotas.
 */
public interface Networks {

    Optional<NetworkFact> network(UUID id);

    /** Like {@link #network}, and looks again for at most 2 s: the fact of what was just made may be on its way. */
    Optional<NetworkFact> awaitNetwork(UUID id);

    List<NetworkFact> networks();

    Optional<PortFact> port(UUID id);

    /** Like {@link #port}, and looks again for at most 2 s. */
    Optional<PortFact> awaitPort(UUID id);

    /** Whether the port is as wanted, now or within 2 s. */
    boolean awaitPort(UUID id, Predicate<PortFact> wanted);

    List<PortFact> ports();

    Optional<SecurityGroupFact> securityGroup(UUID id);

    List<SecurityGroupFact> securityGroups();

    /** The groups that are as wanted, now or, while there is none, within the time given. */
    List<SecurityGroupFact> awaitSecurityGroups(Predicate<SecurityGroupFact> wanted, Duration atMost);

    List<FloatingIpFact> floatingIps();

    /** Pokes the sagas of the server, once, when something new is heard of the port. */
    void expect(UUID port, UUID server);
}
