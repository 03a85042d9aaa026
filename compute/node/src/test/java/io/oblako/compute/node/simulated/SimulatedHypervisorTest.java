package io.oblako.compute.node.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.node.Orders;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.hypervisor.HypervisorContract;
import java.util.UUID;

class SimulatedHypervisorTest extends HypervisorContract {

    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(4, 4096, 100);

    @Override
    protected Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    protected Orders order() {
        return Orders.anOrder();
    }

    @Override
    protected void powersItselfOff(UUID server) {
        hypervisor.powersItselfOff(server);
    }

    @Override
    protected void panics(UUID server) {
        hypervisor.panics(server);
    }

    @Override
    protected void processDies(UUID server) {
        hypervisor.dies(server);
    }

    @Override
    protected Hypervisor restarted() {
        return hypervisor;
    }

    @Override
    protected void verifyMemorySurvived(UUID server) {
        assertThat(hypervisor.beats(server)).isGreaterThan(1);
    }
}
