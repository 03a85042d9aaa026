package io.oblako.compute.wiring;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.domain.image.BootImages;
import io.oblako.compute.domain.image.Images;
import io.oblako.compute.domain.network.ChooseNics;
import io.oblako.compute.domain.network.DeletedPorts;
import io.oblako.compute.domain.network.NetworkOrders;
import io.oblako.compute.domain.network.Networks;
import io.oblako.compute.domain.network.ProjectGroups;
import io.oblako.compute.domain.network.ServerFixedIps;
import io.oblako.compute.domain.network.ServerFloatingIps;
import io.oblako.compute.domain.network.ServerGroups;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.node.DesiredGuests;
import io.oblako.compute.domain.node.GuestSpecs;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.saga.ServerWork;
import io.oblako.compute.domain.schedule.ClaimHost;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.domain.schedule.Ratios;
import io.oblako.compute.domain.server.CreateServers;
import io.oblako.compute.domain.server.DetachLostInterface;
import io.oblako.compute.domain.server.FindServer;
import io.oblako.compute.domain.server.FlavorClaims;
import io.oblako.compute.domain.server.GuestSecretsBox;
import io.oblako.compute.domain.server.InstanceActions;
import io.oblako.compute.domain.server.OrderServer;
import io.oblako.compute.domain.server.RebuildServer;
import io.oblako.compute.domain.server.ServerChanges;
import io.oblako.compute.domain.server.ServerFacts;
import io.oblako.compute.domain.server.ServerOperations;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.server.UpdateServer;
import io.oblako.compute.domain.snapshot.ImageOrders;
import io.oblako.compute.domain.snapshot.Snapshots;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.web.wiring.ServiceTopics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Makes what decides about servers and does their work. */
@ApplicationScoped
class ServerWiring {

    @Produces
    @Singleton
    static ServiceTopics topics() {
        return new ServiceTopics(List.of(
                ComputeTopics.SERVERS,
                ComputeTopics.DESIRED,
                ComputeTopics.REPORTS,
                ImageTopics.IMAGES,
                ImageTopics.ORDERS,
                NetworkTopics.NETWORKS,
                NetworkTopics.PORTS,
                NetworkTopics.SECURITY_GROUPS,
                NetworkTopics.FLOATING_IPS,
                NetworkTopics.ORDERS));
    }

    @Produces
    @Singleton
    static SecretBox secretBox(ComputeConfig config) {
        return new SecretBox(Secret.of(config.secretsKey()));
    }

    @Produces
    @Singleton
    static GuestSecretsBox guestSecrets(SecretBox box) {
        return new GuestSecretsBox(box);
    }

    @Produces
    @Singleton
    static BootImages bootImages(Images images) {
        return new BootImages(images);
    }

    @Produces
    @Singleton
    static ChooseNics chooseNics(Networks networks) {
        return new ChooseNics(networks, UUID::randomUUID);
    }

    @Produces
    @Singleton
    static ServerGroups serverGroups(Networks networks, ChooseNics choice, NetworkOrders orders) {
        return new ServerGroups(networks, choice, orders);
    }

    @Produces
    @Singleton
    static ProjectGroups projectGroups(Networks networks, NetworkOrders orders) {
        return new ProjectGroups(networks, orders, UUID::randomUUID);
    }

    @Produces
    @Singleton
    static ServerFloatingIps serverFloatingIps(Networks networks, NetworkOrders orders) {
        return new ServerFloatingIps(networks, orders);
    }

    @Produces
    @Singleton
    static ServerFixedIps serverFixedIps(Networks networks, NetworkOrders orders) {
        return new ServerFixedIps(networks, orders);
    }

    @Produces
    @Singleton
    static ServerPorts serverPorts(Networks networks, NetworkOrders orders) {
        return new ServerPorts(networks, orders);
    }

    @Produces
    @Singleton
    static FindServer find(Servers servers) {
        return new FindServer(servers);
    }

    @Produces
    @Singleton
    static ServerChanges changes(Servers servers, ServerFacts facts) {
        return new ServerChanges(servers, facts);
    }

    @Produces
    @Singleton
    static DesiredGuests desiredGuests(Allocations allocations, Desired desired) {
        return new DesiredGuests(allocations, desired, new GuestSpecs());
    }

    @Produces
    @Singleton
    static FlavorClaims flavorClaims(Allocations allocations, Quotas quotas) {
        return new FlavorClaims(allocations, quotas);
    }

    @Produces
    @Singleton
    static ServerWork work(
            Servers servers,
            ServerChanges changes,
            Allocations allocations,
            DesiredGuests guests,
            Hosts hosts,
            InstanceActions actions,
            Clock clock) {
        return new ServerWork(servers, changes, allocations, guests, hosts, actions, clock.instant());
    }

    @Produces
    @Singleton
    static ComputeSagas.Ports sagaPorts(
            FlavorClaims claims,
            Quotas quotas,
            Images images,
            ImageOrders orders,
            Snapshots snapshots,
            Desired desired,
            Ratios ratios,
            ServerPorts serverPorts) {
        return new ComputeSagas.Ports(claims, quotas, images, orders, snapshots, desired, ratios, serverPorts);
    }

    @Produces
    @Singleton
    static ComputeSagas sagas(SagaEngine engine, ServerWork work, ClaimHost claims, ComputeSagas.Ports ports) {
        return new ComputeSagas(engine, work, claims, ports);
    }

    @Produces
    @Singleton
    static ServerOperations operations(
            ServerChanges changes,
            InstanceActions actions,
            ComputeSagas sagas,
            FlavorClaims claims,
            DesiredGuests guests,
            Clock clock) {
        return new OrderServer(changes, actions, sagas, claims, guests, clock, UUID::randomUUID);
    }

    @Produces
    @Singleton
    static DeletedPorts deletedPorts(Clock clock) {
        return new DeletedPorts(clock);
    }

    @Produces
    @Singleton
    static DetachLostInterface detachLostInterface(
            Servers servers, ServerOperations operations, ServerChanges changes, DesiredGuests guests, Clock clock) {
        return new DetachLostInterface(servers, operations, changes, guests, clock);
    }

    @Produces
    @Singleton
    static CreateServers create(
            BootImages images,
            ChooseNics nics,
            GuestSecretsBox secrets,
            FleetView fleet,
            Quotas quotas,
            ServerChanges changes,
            InstanceActions actions,
            ComputeSagas sagas,
            Clock clock) {
        return new CreateServers(
                new CreateServers.Known(images, nics),
                secrets,
                fleet,
                quotas,
                new CreateServers.Commit(changes, actions, sagas),
                new CreateServers.Source(clock, UUID::randomUUID));
    }

    @Produces
    @Singleton
    static RebuildServer rebuild(
            FindServer find, BootImages images, GuestSecretsBox secrets, FleetView fleet, ServerOperations operations) {
        return new RebuildServer(find, images, secrets, fleet, operations);
    }

    @Produces
    @Singleton
    static UpdateServer update(FindServer find, ServerChanges changes, Clock clock) {
        return new UpdateServer(find, changes, clock);
    }
}
