package io.oblako.image.domain.upload;

import io.oblako.kernel.id.ProjectId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many uploads are received at once: so many in all, and no more than half of them (at least one) for one project, so
 * that a project whose clients are slow keeps others waiting no longer than itself. Thread-safe.
 */
final class UploadTurns {

    private final int inAll;
    private final int perProject;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private final Map<ProjectId, Integer> ofProject = new HashMap<>();
    private int taken;

    UploadTurns(int inAll) {
        this.inAll = inAll;
        this.perProject = Math.max(1, inAll / 2);
    }

    /**
     * Waits for a turn, at most so long. Whoever gets one gives it back.
     *
     * @param project absent for tokens without one, which only the whole bounds
     * @return whether there was one
     */
    boolean take(@Nullable ProjectId project, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (taken >= inAll || held(project) >= perProject) {
                if (left <= 0) {
                    return false;
                }
                left = freed.awaitNanos(left);
            }
            taken++;
            if (project != null) {
                ofProject.merge(project, 1, Integer::sum);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(@Nullable ProjectId project) {
        lock.lock();
        try {
            taken--;
            if (project != null) {
                ofProject.computeIfPresent(project, (id, count) -> count == 1 ? null : count - 1);
            }
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int held(@Nullable ProjectId project) {
        return project == null ? 0 : ofProject.getOrDefault(project, 0);
    }
}
