package io.oblako.image.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransfersTest {

    private static final Duration PATIENCE = Duration.ofMillis(60);

    private final Transfers transfers = new Transfers();

    @Test
    void nobodyWaitsWhenNothingIsTransferred() throws Exception {
        assertThat(transfers.giveWay(Duration.ofHours(1))).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void waitingForATransferEndsWithItOrWithThePatience() throws Exception {
        Transfers.Transfer transfer = transfers.begin();
        assertThat(transfers.giveWay(PATIENCE)).isGreaterThanOrEqualTo(PATIENCE);
        transfer.close();
        assertThat(transfers.giveWay(Duration.ofHours(1))).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anEndThatIsToldTwiceCountsOnce() throws Exception {
        Transfers.Transfer first = transfers.begin();
        Transfers.Transfer second = transfers.begin();
        first.close();
        first.close();
        assertThat(transfers.giveWay(PATIENCE)).isGreaterThanOrEqualTo(PATIENCE);
        second.close();
    }
}
