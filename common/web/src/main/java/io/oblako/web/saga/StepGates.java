package io.oblako.web.saga;

import io.oblako.kernel.saga.FileStepGate;
import io.oblako.kernel.saga.StepGate;
import io.oblako.web.config.OblakoConfig;
import io.quarkus.runtime.LaunchMode;
import java.util.Optional;

/** The step gate that a service's configuration asks for: an unsafe one does not get into production by an oversight. */
public final class StepGates {

    private StepGates() {}

    /** @throws IllegalStateException when a folder is set in production and nobody says that it is a test */
    public static StepGate of(OblakoConfig config) {
        return of(config.stepGateDir(), config.stepGateAllowed(), LaunchMode.current());
    }

    static StepGate of(Optional<String> directory, boolean allowed, LaunchMode mode) {
        return FileStepGate.of(directory.orElse(null), allowed || mode != LaunchMode.NORMAL);
    }
}
