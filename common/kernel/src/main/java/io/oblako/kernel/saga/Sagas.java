package io.oblako.kernel.saga;

import io.oblako.kernel.id.ProjectId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What use cases and consumers need of the saga engine. Every method joins the transaction of the calling thread: a
 * rolled back transaction has started, poked and cancelled nothing.
 */
public interface Sagas {

    /**
     * Starts a saga for the request of this thread. It begins once the transaction has committed, and goes on in any
     * replica should this process die.
     *
     * @param subject id of the thing it is about, the word by which it is poked and cancelled
     * @param project owner of the subject; absent for work of the system itself
     * @return id of the saga
     */
    <C> UUID start(Saga<C> saga, String subject, @Nullable ProjectId project, C context);

    /**
     * Says that something about the subject has changed: its sagas that wait look again at once. Cheap when there is
     * none. A poke that comes while the step is still running is not lost.
     */
    void poke(String subject);

    /**
     * Asks the running sagas of the subject to turn back. A step that is in progress ends first; sagas that already
     * turn back or have ended stay as they are.
     *
     * @param reason a sentence that the tenant may see
     * @return ids of the sagas asked
     */
    List<UUID> cancel(String subject, String reason);

    /** The sagas of the subject that have not ended, oldest first, at most 100. */
    List<SagaView> unfinished(String subject);
}
