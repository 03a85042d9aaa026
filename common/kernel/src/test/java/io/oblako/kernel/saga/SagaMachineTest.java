package io.oblako.kernel.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.saga.SagaEffect.Act;
import io.oblako.kernel.saga.SagaEffect.Over;
import io.oblako.kernel.saga.SagaEffect.Sleep;
import io.oblako.kernel.saga.SagaEvent.Begun;
import io.oblako.kernel.saga.SagaEvent.Looked;
import io.oblako.kernel.saga.SagaEvent.StepDone;
import io.oblako.kernel.saga.SagaEvent.StepFailed;
import io.oblako.kernel.saga.SagaEvent.StepFaltered;
import io.oblako.kernel.saga.SagaEvent.StepWaits;
import io.oblako.kernel.saga.SagaMachine.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SagaMachineTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Step.Action<String> ACT = (context, _) -> Outcome.done(context);
    private static final Saga<String> SAGA = Saga.named("boot", String.class, Duration.ofMinutes(1))
            .step("claim", ACT, ACT)
            .step("look", ACT)
            .external("plug", ACT, ACT)
            .step("power", ACT, ACT)
            .whenDone((_, _) -> {})
            .whenUndone((_, _, _) -> {})
            .build();
    private static final SagaMachine MACHINE = new SagaMachine(SAGA, RetryPolicy.STANDARD);

    private Transition at = MACHINE.apply(fresh(SAGA), new Looked(T0));
    private Instant now = T0;

    private static SagaRecord fresh(Saga<?> saga) {
        return SagaRecord.starting(
                new SagaRecord.Head(
                        new UUID(1, 2), saga.name(), "s", null, "req-1", null, null, T0, T0.plus(saga.deadline())),
                saga.steps().getFirst().name(),
                "{}",
                null);
    }

    private void happens(SagaEvent event) {
        at = MACHINE.apply(at.saga(), event);
    }

    private void does(String step, boolean undo, boolean external) {
        assertThat(at.effect()).isEqualTo(new Act(step, undo, external));
        happens(new Begun(now));
        happens(new StepDone(now, "{}"));
    }

    @Test
    void stepsAreDoneInOrderAndThenTheEnd() {
        does("claim", false, false);
        does("look", false, false);
        does("plug", false, true);
        does("power", false, false);
        does(SagaRecord.WHEN_DONE, false, false);
        assertThat(at.effect()).isEqualTo(new Over());
        assertThat(at.saga().state()).isEqualTo(SagaState.DONE);
        assertThat(at.saga().endedAt()).isEqualTo(now);
        assertThat(at.saga().wakeAt()).isNull();
    }

    @Test
    void aFailedStepIsUndoneFromTheOneBeforeItSkippingThoseWithoutUndo() {
        does("claim", false, false);
        does("look", false, false);
        does("plug", false, true);
        happens(new Begun(now));
        happens(new StepFailed(now, "NO", "No"));
        does("plug", true, true);
        does("claim", true, false);
        does(SagaRecord.WHEN_UNDONE, true, false);
        assertThat(at.saga().state()).isEqualTo(SagaState.UNDONE);
        assertThat(at.saga().failure()).isEqualTo(new SagaFailure("power", "NO", "No"));
    }

    @Test
    void anExternalStepThatFailedMayHaveHadItsEffectSoItIsUndone() {
        does("claim", false, false);
        does("look", false, false);
        happens(new Begun(now));
        happens(new StepFailed(now, "NO", "No"));
        assertThat(at.effect()).isEqualTo(new Act("plug", true, true));
    }

    @Test
    void aStepThatWaitedHasHadItsEffectSoItIsUndone() {
        happens(new Begun(now));
        happens(new StepWaits(now, "{}", "rain", Duration.ofSeconds(5)));
        assertThat(at.effect()).isEqualTo(new Sleep(T0.plusSeconds(5)));
        at = MACHINE.apply(at.saga().signalled(now, 0, "enough"), new Looked(now));
        assertThat(at.effect()).isEqualTo(new Act("claim", true, false));
        assertThat(at.saga().failure()).isEqualTo(new SagaFailure("claim", SagaFailure.CANCELLED, "enough"));
    }

    @Test
    void whatNeverBeganIsNotUndone() {
        at = MACHINE.apply(at.saga().signalled(now, 0, "enough"), new Looked(now));
        assertThat(at.effect()).isEqualTo(new Act(SagaRecord.WHEN_UNDONE, true, false));
    }

    @Test
    void nobodySleepsPastTheDeadlineAndThenItTurnsBack() {
        happens(new Begun(now));
        happens(new StepWaits(now, "{}", "rain", Duration.ofMinutes(5)));
        assertThat(at.effect()).isEqualTo(new Sleep(T0.plusSeconds(60)));
        happens(new Looked(T0.plusSeconds(60)));
        assertThat(at.saga().state()).isEqualTo(SagaState.COMPENSATING);
        assertThat(at.saga().failure().code()).isEqualTo(SagaFailure.DEADLINE);
    }

    @Test
    void aLastStepThatIsDoneAfterTheDeadlineIsDoneAllTheSame() {
        Saga<String> one = Saga.named("one", String.class, Duration.ofSeconds(1))
                .step("a", ACT)
                .build();
        SagaMachine machine = new SagaMachine(one, RetryPolicy.STANDARD);
        Transition done = machine.apply(fresh(one), new StepDone(T0.plusSeconds(2), "{}"));
        assertThat(done.saga().state()).isEqualTo(SagaState.DONE);
    }

    @Test
    void passingFaultsAreRepeatedUntilTheDeadline() {
        for (int i = 0; i < 50; i++) {
            happens(new StepFaltered(now, "not now", Duration.ZERO, false));
            assertThat(at.saga().state()).isEqualTo(SagaState.RUNNING);
        }
        assertThat(at.saga().attempts()).isEqualTo(50);
        Duration pause = Duration.between(now, at.saga().wakeAt());
        assertThat(pause).isBetween(Duration.ofSeconds(4), RetryPolicy.STANDARD.longest());
    }

    @Test
    void unexpectedFaultsAreBounded() {
        happens(new StepFaltered(now, "not now", Duration.ZERO, false));
        happens(new StepFaltered(now, "bug", Duration.ZERO, true));
        happens(new StepFaltered(now, "bug", Duration.ZERO, true));
        assertThat(at.saga().state()).isEqualTo(SagaState.RUNNING);
        happens(new StepFaltered(now, "bug", Duration.ZERO, true));
        assertThat(at.saga().failure().code()).isEqualTo("INTERNAL");
    }

    @Test
    void anUndoThatKeepsFailingIsShownAsStuckAndStillRepeated() {
        does("claim", false, false);
        happens(new StepFailed(now, "NO", "No"));
        for (int i = 0; i < 100; i++) {
            happens(i % 2 == 0 ? new StepFailed(now, "NO", "No") : new StepFaltered(now, "bug", Duration.ZERO, true));
            now = at.saga().wakeAt();
        }
        assertThat(at.saga().state()).isEqualTo(SagaState.STUCK);
        assertThat(at.effect()).isInstanceOf(Sleep.class);
        happens(new Looked(now));
        does("claim", true, false);
        does(SagaRecord.WHEN_UNDONE, true, false);
        assertThat(at.saga().state()).isEqualTo(SagaState.UNDONE);
    }

    @Test
    void anEndedSagaTakesNoOutcome() {
        stepsAreDoneInOrderAndThenTheEnd();
        happens(new Looked(now));
        assertThat(at.effect()).isEqualTo(new Over());
        assertThatThrownBy(() -> happens(new StepDone(now, "{}"))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverHappensItEndsAndUndoesExactlyWhatItTouched(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            at = MACHINE.apply(fresh(SAGA), new Looked(T0));
            now = T0;
            for (int i = 0; i < 10_000 && !at.saga().state().isEnd(); i++) {
                now = now.plusMillis(random.nextInt(3000));
                if (at.effect() instanceof Sleep(Instant until)) {
                    now = until.isAfter(now) ? until : now;
                    happens(new Looked(now));
                    continue;
                }
                happens(new Begun(now));
                happens(any(random));
            }
            assertThat(at.saga().state()).matches(SagaState::isEnd);
            if (at.saga().state() == SagaState.UNDONE) {
                for (Step<String> step : SAGA.steps()) {
                    boolean touched = at.saga()
                            .trace(step.name(), false)
                            .map(StepTrace::touched)
                            .orElse(false);
                    boolean undone = at.saga()
                            .trace(step.name(), true)
                            .map(trace -> trace.endedAt() != null)
                            .orElse(false);
                    assertThat(undone).as(step.name()).isEqualTo(touched && step.undoes() != null);
                }
            }
        }
    }

    private SagaEvent any(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new StepWaits(now, "{}", "rain", Duration.ofMillis(10 + random.nextInt(9000)));
            case 1 -> new StepFaltered(now, "fault", Duration.ZERO, random.nextBoolean());
            case 2 -> random.nextInt(3) == 0 ? new StepFailed(now, "NO", "No") : new StepDone(now, "{}");
            default -> new StepDone(now, "{}");
        };
    }

    @Test
    void aSagaRefusesNamesThatAreTaken() {
        Saga.Builder<String> twice = Saga.named("twice", String.class, Duration.ofSeconds(1))
                .step("a", ACT)
                .step("a", ACT);
        assertThatThrownBy(twice::build).hasMessageContaining("two steps");
        Saga.Builder<String> taken =
                Saga.named("taken", String.class, Duration.ofSeconds(1)).step(SagaRecord.WHEN_DONE, ACT);
        assertThatThrownBy(taken::build).hasMessageContaining("taken");
        assertThatThrownBy(() -> Saga.named("a b", String.class, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Saga.named("a", String.class, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
