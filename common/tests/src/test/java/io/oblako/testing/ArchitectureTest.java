package io.oblako.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> theWallsOfTheKernelStand() {
        return Walls.of("io.oblako.kernel");
    }

    @TestFactory
    Stream<DynamicTest> theWallsOfMessagingStand() {
        return Walls.of("io.oblako.messaging");
    }

    @TestFactory
    Stream<DynamicTest> theWallsOfWebStand() {
        return Walls.of("io.oblako.web");
    }

    @Test
    void aPackageThatIsNotThereIsAMistake() {
        assertThatThrownBy(() -> Walls.of("io.oblako.nowhere")).isInstanceOf(IllegalArgumentException.class);
    }
}
