package io.oblako.compute.domain.schedule;

import org.jspecify.annotations.Nullable;

/**
 * Chooses a host: a pure function of the fleet and what is asked. Two passes over the fleet, one to filter and to find
 * the range of each weigher, one to weigh; neither allocates per host. Ties go to the host that comes first.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/admin/scheduling.html">Nova: filters and weighers</a>
 */
public final class Scheduler {

    private final Weights weights;

    public Scheduler(Weights weights) {
        this.weights = weights;
    }

    Placing place(Fleet fleet, Ask ask) {
        Scan scan = new Scan(ask, fleet.kinds());
        int[] passing = new int[fleet.size()];
        int passed = 0;
        int first = 0;
        for (Chunk chunk : fleet.chunks()) {
            for (int i = 0; i < chunk.length; i++) {
                int failures = chunk.failures(scan, i);
                if (failures == 0) {
                    passing[passed++] = first + i;
                    chunk.widen(scan, i);
                } else {
                    scan.reject(failures);
                }
            }
            first += chunk.length;
        }
        HostView best = heaviest(fleet, scan, passing, passed);
        return new Placing(best, passed, scan.rejections, scan.lows, scan.highs);
    }

    private @Nullable HostView heaviest(Fleet fleet, Scan scan, int[] passing, int passed) {
        double[] factors = new double[Weights.COUNT];
        for (int weigher = 0; weigher < Weights.COUNT; weigher++) {
            factors[weigher] = factor(weigher, scan.lows, scan.highs);
        }
        int best = -1;
        double greatest = Double.NEGATIVE_INFINITY;
        Chunk[] chunks = fleet.chunks();
        for (int i = 0; i < passed; i++) {
            int index = passing[i];
            double weight = chunks[index / Chunk.SIZE].weight(scan, factors, index % Chunk.SIZE);
            if (weight > greatest) {
                best = index;
                greatest = weight;
            }
        }
        return best < 0 ? null : fleet.at(best);
    }

    /** What scales a weigher to 0…1 over the hosts that passed, times its multiplier; 0 when all are equal. */
    private double factor(int weigher, double[] lows, double[] highs) {
        double range = highs[weigher] - lows[weigher];
        return range > 0 ? weights.multiplier(weigher) / range : 0;
    }

    /** One weigher's part of the weight of a host that passed. */
    double weight(int weigher, Ask ask, HostView host, Placing placing) {
        double above = Weights.raw(weigher, ask, host) - placing.lows()[weigher];
        return above * factor(weigher, placing.lows(), placing.highs());
    }
}
