package io.oblako.network.ovn;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Says that something was committed. Costs nothing when whoever waits is awake already. */
public final class Wake {

    private final Semaphore poked = new Semaphore(0);

    public void poke() {
        if (poked.availablePermits() == 0) {
            poked.release();
        }
    }

    /** Waits for the next poke, not longer than this. */
    void await(Duration most) throws InterruptedException {
        if (poked.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            poked.drainPermits();
        }
    }
}
