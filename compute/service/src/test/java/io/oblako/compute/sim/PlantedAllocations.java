package io.oblako.compute.sim;

import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Sighting;
import io.oblako.compute.domain.schedule.Need;
import io.oblako.compute.sim.SimTables.SimAllocations;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The real allocations, for a bug to be planted in. */
abstract class PlantedAllocations implements Allocations {

    protected final SimAllocations real;

    PlantedAllocations(SimAllocations real) {
        this.real = real;
    }

    @Override
    public boolean take(UUID server, String node, long epoch, Need need, Need capacity) {
        return real.take(server, node, epoch, need, capacity);
    }

    @Override
    public boolean resize(UUID server, String node, Need need, Need capacity) {
        return real.resize(server, node, need, capacity);
    }

    @Override
    public Optional<Allocation> find(UUID server, String node) {
        return real.find(server, node);
    }

    @Override
    public List<Allocation> of(UUID server) {
        return real.of(server);
    }

    @Override
    public boolean wish(UUID server, String node, long epoch, Wish wish, long generation) {
        return real.wish(server, node, epoch, wish, generation);
    }

    @Override
    public Optional<Allocation> see(UUID server, String node, long epoch, Sighting sighting) {
        return real.see(server, node, epoch, sighting);
    }

    @Override
    public void release(UUID server, String node) {
        real.release(server, node);
    }
}
