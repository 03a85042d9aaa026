package io.oblako.network.domain.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortPlugsTest {

    @ParameterizedTest(name = "{0}, heard to be up: {1}, to be down: {2}")
    @CsvSource({"DOWN, true, false", "BUILD, true, false", "ACTIVE, false, true", "ERROR, false, false"})
    void aPortThatIsBeingPluggedInIsNotDownForThatAndAnErrorStays(String status, boolean byUp, boolean byDown) {
        assertThat(PortPlugs.differs(status, true)).isEqualTo(byUp);
        assertThat(PortPlugs.differs(status, false)).isEqualTo(byDown);
    }
}
