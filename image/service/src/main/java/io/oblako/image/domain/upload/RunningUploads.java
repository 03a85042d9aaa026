package io.oblako.image.domain.upload;

import io.oblako.image.domain.store.ObjectKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads that this process receives just now, so that a delete need not wait for the last byte. Thread-safe. */
public final class RunningUploads {

    private final Set<ObjectKey> running = ConcurrentHashMap.newKeySet();

    void begin(ObjectKey object) {
        running.add(object);
    }

    void end(ObjectKey object) {
        running.remove(object);
    }

    /** The upload stops at its next chunk. One that another process receives stops at its next sign of life. */
    public void cancel(ObjectKey object) {
        running.remove(object);
    }

    boolean wanted(ObjectKey object) {
        return running.contains(object);
    }

    public int count() {
        return running.size();
    }
}
