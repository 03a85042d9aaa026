package io.oblako.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void oneRowMoreThanTheLimitTellsOfANextPage() {
        assertThat(Page.ofOneMore(List.of(1, 2, 3), 2)).isEqualTo(new Page<>(List.of(1, 2), true));
        assertThat(Page.ofOneMore(List.of(1, 2), 2)).isEqualTo(new Page<>(List.of(1, 2), false));
        assertThat(Page.ofOneMore(List.<Integer>of(), 2)).isEqualTo(new Page<Integer>(List.of(), false));
    }

    @Test
    void mappingKeepsOrderAndEnd() {
        assertThat(new Page<>(List.of(2, 1), true).map(n -> "n" + n)).isEqualTo(new Page<>(List.of("n2", "n1"), true));
    }

    @Test
    void aPageOfNothingIsNoRequest() {
        assertThatThrownBy(() -> new PageRequest(0, null, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageRequest(-1, "m", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(new PageRequest(1, null, List.of(new Sort("id", true))).limit())
                .isEqualTo(1);
    }
}
