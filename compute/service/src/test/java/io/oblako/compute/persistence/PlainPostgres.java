package io.oblako.compute.persistence;

import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Heartbeats;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.schedule.PlacementExplanations;
import io.oblako.compute.domain.server.InstanceActions;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.snapshot.Snapshots;
import javax.sql.DataSource;

/** The real adapters without a container, for processes that tests start and kill. */
public final class PlainPostgres {

    private final PostgresServers servers;
    private final PostgresHosts hosts;
    private final PostgresAllocations allocations;
    private final PostgresActions actions;
    private final PostgresExplanations explanations;
    private final PostgresSnapshots snapshots;
    private final PostgresQuotas quotas;

    public PlainPostgres(DataSource database) {
        servers = new PostgresServers(database);
        hosts = new PostgresHosts(database);
        allocations = new PostgresAllocations(database);
        actions = new PostgresActions(database);
        explanations = new PostgresExplanations(database);
        snapshots = new PostgresSnapshots(database);
        quotas = new PostgresQuotas(new QuotaTables(database));
    }

    public Servers servers() {
        return servers;
    }

    public Hosts hosts() {
        return hosts;
    }

    public Heartbeats heartbeats() {
        return hosts;
    }

    public Allocations allocations() {
        return allocations;
    }

    public InstanceActions actions() {
        return actions;
    }

    public PlacementExplanations explanations() {
        return explanations;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public Quotas quotas() {
        return quotas;
    }
}
