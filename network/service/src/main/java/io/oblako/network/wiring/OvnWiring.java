package io.oblako.network.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.kernel.tx.Transactions;
import io.oblako.network.domain.log.FlowLogs;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.PortLifecycle;
import io.oblako.network.domain.port.PortPlugs;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.qos.QosPolicies;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.Routers;
import io.oblako.network.domain.security.AddressGroups;
import io.oblako.network.domain.security.SecurityGroups;
import io.oblako.network.domain.trunk.Trunks;
import io.oblako.network.ovn.Gateways;
import io.oblako.network.ovn.Guest;
import io.oblako.network.ovn.Marks;
import io.oblako.network.ovn.Models;
import io.oblako.network.ovn.Northbound;
import io.oblako.network.ovn.Plane;
import io.oblako.network.ovn.PlugReports;
import io.oblako.network.ovn.Wake;
import io.oblako.network.ovsdb.OvsdbSettings;
import io.oblako.network.ovsdb.wire.Remote;
import io.oblako.network.ovsdb.wire.TlsFiles;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Joins the service to OVN when it is told where that is. */
@ApplicationScoped
class OvnWiring {

    private static final String NORTHBOUND = "OVN_Northbound";
    private static final String SOUTHBOUND = "OVN_Southbound";

    private final OvnConfig config;
    private @Nullable Northbound northbound;
    private @Nullable Gateways gateways;

    OvnWiring(OvnConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    static Wake wake() {
        return new Wake();
    }

    @Produces
    @Singleton
    static Plane plane(OvnConfig config) {
        return new Plane(config.northbound().isPresent());
    }

    @Produces
    @Singleton
    static Models models(
            Networks networks, Subnets subnets, Ports ports, Trunks trunks, Models.Walls walls, Models.Ways ways) {
        return new Models(networks, subnets, ports, trunks, walls, ways);
    }

    @Produces
    @Singleton
    static Models.Walls walls(SecurityGroups groups, AddressGroups addresses, QosPolicies policies, FlowLogs logs) {
        return new Models.Walls(groups, addresses, policies, logs);
    }

    @Produces
    @Singleton
    static Models.Ways ways(Routers routers, FloatingIps floatingIps) {
        return new Models.Ways(routers, floatingIps);
    }

    @Produces
    @Singleton
    static PlugReports plugs(Transactions transactions, Ports ports, PortLifecycle lifecycle) {
        return new PlugReports(transactions, new PortPlugs(ports, lifecycle));
    }

    void onStart(
            @Observes StartupEvent start,
            Vertx vertx,
            MeterRegistry meters,
            Models models,
            Marks marks,
            PlugReports plugs,
            Wake wake) {
        config.northbound().ifPresent(remotes -> {
            gateways = config.southbound()
                    .map(south -> new Gateways(settings(SOUTHBOUND, south), vertx, meters))
                    .orElse(null);
            var source = new Northbound.Source(
                    models,
                    marks,
                    plugs,
                    wake,
                    new Guest(config.dnsDomain(), config.lease()),
                    Optional.ofNullable(gateways));
            var settings = settings(NORTHBOUND, remotes);
            northbound = new Northbound(settings, vertx, meters, source, config.wholeEvery()).start();
        });
    }

    private OvsdbSettings settings(String database, String remotes) {
        return OvsdbSettings.of(database, Remote.list(remotes), tls().orElse(null));
    }

    private Optional<TlsFiles> tls() {
        if (config.key().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TlsFiles(
                config.key().get(),
                required("certificate", config.certificate()),
                required("authorities", config.authorities()),
                config.verifyHost()));
    }

    private static Path required(String name, Optional<Path> path) {
        return path.orElseThrow(
                () -> new IllegalStateException("oblako.ovn.key is set, so oblako.ovn." + name + " must be, too"));
    }

    void onStop(@Observes ShutdownEvent stop) {
        Northbound running = northbound;
        if (running != null) {
            running.close();
        }
        Gateways hosts = gateways;
        if (hosts != null) {
            hosts.close();
        }
    }

    /**
     * Tells whether OVN is heard. Never a reason to be unready: while it is away requests are accepted and their marks
     * wait, and packets flow as before.
     */
    @Produces
    @Readiness
    @ApplicationScoped
    HealthCheck health() {
        return () -> {
            Northbound running = northbound;
            var response = HealthCheckResponse.named("ovn northbound").up();
            if (running == null) {
                return response.withData("configured", false).build();
            }
            return response.withData("configured", true)
                    .withData("writing", running.writing())
                    .withData(
                            "secondsSinceHeard",
                            running.age().map(age -> age.toSeconds()).orElse(-1L))
                    .build();
        };
    }
}
