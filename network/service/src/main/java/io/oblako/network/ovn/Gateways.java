package io.oblako.network.ovn;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.OvsdbSettings;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.vertx.core.Vertx;
import java.util.List;

/** The hosts where routers may lead outside, as they say themselves in the Southbound database. */
public final class Gateways implements AutoCloseable {

    private static final String CHASSIS = "Chassis";
    private static final String OPTIONS = "other_config";
    private static final String ABLE = "enable-chassis-as-gw";

    private final OvsdbClient client;
    private final Replica replica;

    public Gateways(OvsdbSettings settings, Vertx vertx, MeterRegistry meters) {
        client = OvsdbClient.open(settings.atAnyMember(), vertx, meters);
        replica = client.replicate(
                ReplicaSpec.builder().table(CHASSIS, "name", OPTIONS).build());
    }

    /** Tells when hosts come, go or change their mind. */
    void listen(Runnable listener) {
        var _ = replica.listen(_ -> listener.run());
    }

    /** Their names, in order; those known last while the database is away. */
    List<String> names() {
        return replica.snapshot().table(CHASSIS).rows().stream()
                .filter(row ->
                        row.map(OPTIONS).getOrDefault("ovn-cms-options", "").contains(ABLE))
                .map(row -> row.text("name"))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
