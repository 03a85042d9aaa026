package io.oblako.testing.saga;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.RetryPolicy;
import io.oblako.kernel.saga.SagaDriver;
import io.oblako.kernel.saga.SagaKinds;
import io.oblako.kernel.saga.SagaObserver;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.SagaStore.NewSaga;
import io.oblako.kernel.saga.SagaTurn;
import io.oblako.kernel.saga.SagaView;
import io.oblako.testing.saga.ScriptedGate.Script;
import io.oblako.testing.sim.SimCrash;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One saga in one fresh world, driven to its end while something happens to it. */
final class SagaCase<C> {

    private static final UUID ID = new UUID(0x5a6a, 1);
    private static final int MOST_TURNS = 500;
    private static final Duration SHORT = Duration.ofMillis(20);

    private final SagaWorld<C> world;
    private final ScriptedGate gate;
    private final SagaSettings settings;
    private final SagaKinds kinds;
    private final @Nullable String unanswered;
    private int incarnation = 1;
    private SagaDriver driver;

    /** @param unanswered a step that waits for ever; absent when all is answered */
    SagaCase(SagaWorld<C> world, List<Script> scripts, @Nullable String unanswered) {
        this.world = world;
        this.unanswered = unanswered;
        this.settings = SagaSettings.STANDARD
                .withLease(Duration.ofMillis(300))
                .withRetry(new RetryPolicy(SHORT, SHORT, SHORT, 3, MOST_TURNS));
        this.kinds = new SagaKinds(settings.retry());
        kinds.add(world.saga());
        this.gate = new ScriptedGate(
                scripts, () -> world.transactions().run(() -> world.store().cancel(ID, "Cancelled by the suite")));
        this.driver = driver();
    }

    private SagaDriver driver() {
        return new SagaDriver(
                settings,
                kinds,
                world.store(),
                world.transactions(),
                gate,
                "worker-" + incarnation,
                System::nanoTime,
                _ -> {},
                SagaObserver.NOBODY);
    }

    ScriptedGate gate() {
        return gate;
    }

    /** @throws AssertionError when it does not end */
    SagaState run() {
        world.transactions()
                .run(() -> world.store()
                        .insert(new NewSaga(
                                ID,
                                world.saga().name(),
                                world.subject(),
                                null,
                                RequestContext.fresh().requestId(),
                                null,
                                null,
                                world.saga().deadline(),
                                world.saga().steps().getFirst().name(),
                                Json.text(world.context()),
                                null,
                                settings.lease())));
        for (int i = 0; i < MOST_TURNS; i++) {
            SagaTurn turn = turn();
            switch (turn) {
                case SagaTurn.Ended(SagaState state) -> {
                    return state;
                }
                case SagaTurn.HadEnded(SagaState state) -> {
                    return state;
                }
                case SagaTurn.Rest rest -> rest(rest.in());
                case SagaTurn.Left _ -> world.passTime(settings.lease());
                case SagaTurn.Again _, SagaTurn.Outside _ -> {}
            }
        }
        throw new AssertionError("The saga does not end: " + view());
    }

    private SagaTurn turn() {
        try {
            SagaTurn turn = driver.turn(ID);
            return turn instanceof SagaTurn.Outside outside ? driver.record(outside, driver.runOutside(outside)) : turn;
        } catch (SimCrash _) {
            incarnation++;
            driver = driver();
            world.passTime(settings.lease().plusMillis(1));
            return new SagaTurn.Again();
        }
    }

    private void rest(Duration in) {
        if (unanswered != null && unanswered.equals(view().step()) && view().state() == SagaState.RUNNING) {
            world.passTime(world.saga().deadline());
            return;
        }
        world.answer();
        world.passTime(in);
    }

    SagaView view() {
        return world.transactions()
                .call(() -> SagaView.of(world.store().load(ID).orElseThrow().saga()));
    }
}
