package io.oblako.identity.wiring;

import io.oblako.identity.domain.token.LogInGuard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Says who is kept out, one line a second at most: guessers must not fill the log (security row ID-14). */
final class GuessingLog implements LogInGuard.Watcher {

    private static final Logger LOG = Logger.getLogger(GuessingLog.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final InstantSource clock;
    private Instant last = Instant.EPOCH;
    private long unsaid;

    GuessingLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void paused(String address, Duration pause) {
        Instant now = clock.instant();
        if (now.isBefore(last.plus(BETWEEN))) {
            unsaid++;
            return;
        }
        LOG.warnf(
                "Too many failed log-ins from %s: the next is looked at in %d s (%d such pauses were not logged"
                        + " before)",
                address, pause.toSeconds(), unsaid);
        last = now;
        unsaid = 0;
    }
}
