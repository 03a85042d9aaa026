package io.oblako.image.wiring;

import io.oblako.image.domain.upload.ReapUploads;
import io.oblako.image.domain.upload.SettleImages;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The two rounds that run by themselves: settling what was uploaded, and cleaning up after what broke off. */
@ApplicationScoped
class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final Duration SETTLE_EVERY = Duration.ofSeconds(10);

    private final SettleImages settle;
    private final ReapUploads reap;
    private final Duration reapEvery;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Housekeeping(SettleImages settle, ReapUploads reap, ImageConfig config) {
        this.settle = settle;
        this.reap = reap;
        this.reapEvery = config.reapEvery();
    }

    void onStart(@Observes StartupEvent start) {
        Thread.ofPlatform().name("settle-images").daemon(true).start(this::settleForEver);
        Thread.ofPlatform().name("reap-uploads").daemon(true).start(this::reapForEver);
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopped.countDown();
    }

    private void settleForEver() {
        try {
            while (stopped.getCount() > 0) {
                safely(settle::round, "Settling images");
                settle.awaitWork(SETTLE_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reapForEver() {
        try {
            do {
                safely(reap::round, "Cleaning up after uploads");
            } while (!stopped.await(reapEvery.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A round that fails is repeated in time, as is one that succeeds. */
    private static void safely(Runnable round, String what) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed; the next round tries again", what);
        }
    }
}
