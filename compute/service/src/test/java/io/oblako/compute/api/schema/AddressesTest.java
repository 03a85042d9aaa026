package io.oblako.compute.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

    @ParameterizedTest(name = "{0} is shown as {1}")
    @CsvSource({
        "0000:0000:0000:0000:0000:babe:220.12.22.2, ::babe:dc0c:1602",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::, ::",
        "::1, ::1",
        "fe80::, fe80::",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "10.0.0.1, 10.0.0.1"
    })
    void anAddressHasOneSpelling(String written, String shown) {
        assertThat(Addresses.canonical(written)).isEqualTo(shown);
    }

    @Test
    void noAddressStaysNone() {
        assertThat(Addresses.canonical(null)).isNull();
    }
}
