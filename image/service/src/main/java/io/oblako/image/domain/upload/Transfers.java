package io.oblako.image.domain.upload;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Transfers of images that run just now, so that arithmetic can give way to them: digests take a whole core, of which a
 * small machine has two. Thread-safe.
 */
public final class Transfers {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final AtomicInteger running = new AtomicInteger();

    /** One that runs. */
    public final class Transfer implements AutoCloseable {

        private final AtomicBoolean ended = new AtomicBoolean();

        private Transfer() {
            running.incrementAndGet();
        }

        /**
         * It runs no more. Connections tell their end more than once.
         *
         * @return whether this was the first time
         */
        public boolean end() {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                running.decrementAndGet();
            }
            return first;
        }

        @Override
        public void close() {
            end();
        }
    }

    public Transfer begin() {
        return new Transfer();
    }

    /**
     * Waits while a transfer runs.
     *
     * @param atMost so that an image is settled on a busy machine, too
     * @return how long it waited
     */
    Duration giveWay(Duration atMost) throws InterruptedException {
        long began = System.nanoTime();
        long waited = 0;
        while (running.get() > 0 && waited < atMost.toNanos()) {
            Thread.sleep(LOOK);
            waited = System.nanoTime() - began;
        }
        return Duration.ofNanos(waited);
    }
}
