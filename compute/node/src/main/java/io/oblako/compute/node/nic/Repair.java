package io.oblako.compute.node.nic;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Something of the switch's that is put back from time to time. What fails is said once and tried again the next time. */
final class Repair {

    private static final Logger LOG = Logger.getLogger(Repair.class);

    private final MeterRegistry meters;
    private final String meter;
    private final String done;
    private final String open;
    private boolean broken;

    /** Puts back what is missing. */
    interface Work {

        /** @return how many things were missing */
        int run() throws IOException;
    }

    /**
     * @param meter beginning of the names of its counters, of things put back and of failures
     * @param done sentence for the log when things were put back, with a place for their number
     * @param open what may happen as long as it fails
     */
    Repair(MeterRegistry meters, String meter, String done, String open) {
        this.meters = meters;
        this.meter = meter;
        this.done = done;
        this.open = open;
    }

    synchronized void run(Work work) {
        try {
            int missing = work.run();
            meters.counter(meter + "_restored").increment(missing);
            if (broken || missing > 0) {
                LOG.infof(done, missing);
            }
            broken = false;
        } catch (IOException e) {
            meters.counter(meter + "_failed").increment();
            if (!broken) {
                LOG.warnf("%s: %s", open, e.getMessage());
            }
            broken = true;
        }
    }
}
