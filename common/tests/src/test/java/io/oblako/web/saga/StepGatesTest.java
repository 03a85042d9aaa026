package io.oblako.web.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.saga.FileStepGate;
import io.oblako.kernel.saga.StepGate;
import io.quarkus.runtime.LaunchMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class StepGatesTest {

    private static final Optional<String> FOLDER = Optional.of("/tmp/gate");

    @ParameterizedTest
    @EnumSource(LaunchMode.class)
    void withoutAFolderTheGateIsOpen(LaunchMode mode) {
        assertThat(StepGates.of(Optional.empty(), false, mode)).isSameAs(StepGate.OPEN);
        assertThat(StepGates.of(Optional.of(" "), true, mode)).isSameAs(StepGate.OPEN);
    }

    @Test
    void aServiceInProductionDoesNotStartWithAStepGateAndSaysWhatToDo() {
        assertThatThrownBy(() -> StepGates.of(FOLDER, false, LaunchMode.NORMAL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OBLAKO_STEP_GATE_DIR is set to /tmp/gate")
                .hasMessageContaining("Unset it")
                .hasMessageContaining("OBLAKO_STEP_GATE_ALLOWED=true");
    }

    @Test
    void aTestOfABuiltServiceMaySayThatItIsMeant() {
        assertThat(StepGates.of(FOLDER, true, LaunchMode.NORMAL)).isInstanceOf(FileStepGate.class);
    }

    @ParameterizedTest
    @EnumSource(value = LaunchMode.class, mode = Mode.EXCLUDE, names = "NORMAL")
    void whatIsNotProductionNeedsNoPermission(LaunchMode mode) {
        assertThat(StepGates.of(FOLDER, false, mode)).isInstanceOf(FileStepGate.class);
    }
}
