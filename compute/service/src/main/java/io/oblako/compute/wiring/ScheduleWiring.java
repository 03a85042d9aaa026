package io.oblako.compute.wiring;

import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.schedule.ClaimHost;
import io.oblako.compute.domain.schedule.Explainer;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.domain.schedule.PlacementExplanations;
import io.oblako.compute.domain.schedule.Ratios;
import io.oblako.compute.domain.schedule.Scheduler;
import io.oblako.compute.domain.schedule.Weights;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the scheduler. */
@ApplicationScoped
class ScheduleWiring {

    @Produces
    @Singleton
    static FleetView fleet() {
        return new FleetView();
    }

    @Produces
    @Singleton
    static Ratios ratios(ComputeConfig config) {
        return new Ratios(
                config.scheduler().cpuRatio(),
                config.scheduler().ramRatio(),
                config.scheduler().diskRatio());
    }

    @Produces
    @Singleton
    static ClaimHost claims(
            ComputeConfig config,
            FleetView fleet,
            Hosts hosts,
            Allocations allocations,
            PlacementExplanations explanations,
            Ratios ratios) {
        ComputeConfig.Scheduler scheduler = config.scheduler();
        Weights weights = new Weights(
                scheduler.ramWeight(),
                scheduler.cpuWeight(),
                scheduler.diskWeight(),
                scheduler.ioLoadWeight(),
                scheduler.acceleratorWeight(),
                scheduler.imageWeight());
        return new ClaimHost(fleet, new Explainer(new Scheduler(weights)), hosts, allocations, explanations, ratios);
    }
}
