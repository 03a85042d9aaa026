package io.oblako.kernel.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.unit.ByteSize;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "..", "a'b", "a\nb", "\u00e4", "a b", "a;b"})
    void whatIsNoIdIsRefusedWithoutBeingRepeated(String text) {
        assertThatThrownBy(() -> ProjectId.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not a project id: 1 to 64");
        assertThatThrownBy(() -> UserId.of(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DomainId.of("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsAreTextInJson() {
        assertThat(Json.text(ProjectId.of("p1"))).isEqualTo("\"p1\"");
        assertThat(Json.read("\"p1\"", ProjectId.class)).isEqualTo(ProjectId.of("p1"));
        assertThat(ProjectId.of("p1")).hasToString("p1");
    }

    @Test
    void bothSpellingsOfAUuidAreOneId() {
        UUID id = UUID.fromString("0190f3c4-0000-7000-8000-00000000abcd");
        assertThat(Ids.hex(id)).isEqualTo("0190f3c4000070008000" + "00000000abcd");
        assertThat(Ids.uuid(Ids.hex(id))).isEqualTo(id);
        assertThat(Ids.uuid(id.toString())).isEqualTo(id);
        for (String text : new String[] {"", "abc", "g".repeat(32), "g".repeat(36), "-".repeat(32), "-".repeat(36)}) {
            assertThatThrownBy(() -> Ids.uuid(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sizesNeitherGoBelowZeroNorOverTheTop() {
        assertThatThrownBy(() -> ByteSize.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ByteSize.ofGiB(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThat(ByteSize.ofGiB(1).ceilGiB()).isEqualTo(1);
        assertThat(ByteSize.of(1).ceilGiB()).isEqualTo(1);
        assertThat(ByteSize.of(0).ceilGiB()).isZero();
        assertThat(ByteSize.of(Long.MAX_VALUE).ceilGiB()).isEqualTo(1L << 33);
        assertThat(ByteSize.ofMiB(1536)).hasToString("1.5 GiB");
    }
}
