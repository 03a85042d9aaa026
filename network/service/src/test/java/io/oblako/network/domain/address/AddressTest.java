package io.oblako.network.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "0.0.0.0, 0.0.0.0",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "::, ::",
        "::1, ::1",
        "fe80::, fe80::",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8"
    })
    void anAddressHasOneSpelling(String given, String spelled) {
        assertThat(Ip.of(given)).hasToString(spelled);
        assertThat(Ip.of(spelled)).isEqualTo(Ip.of(given));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "01.2.3.4",
                "1.2.3.4 ",
                "localhost",
                "::ffff:1.2.3.4",
                "fe80::1%eth0",
                "1::2::3",
                "12345::",
                "0x7f.0.0.1",
                "1.2.3.4\n",
                "１.2.3.4",
                "::g"
            })
    void whatIsNoAddressIsRefusedAndNeverLookedUp(String text) {
        assertThat(Ip.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.1, 10.0.0.254",
        "10.0.0.0/30, 10.0.0.1, 10.0.0.2",
        "10.0.0.0/31, 10.0.0.0, 10.0.0.1",
        "10.0.0.7/32, 10.0.0.7, 10.0.0.7",
        "2001:db8::/64, 2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff",
        "2001:db8::/127, 2001:db8::, 2001:db8::1"
    })
    void aPrefixKnowsItsHosts(String cidr, String first, String last) {
        AddressRange hosts = Cidr.of(cidr).hosts();
        assertThat(hosts.first()).hasToString(first);
        assertThat(hosts.last()).hasToString(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/24", "10.0.0.0/024", "::/129", "10.0.0.0/8/8"})
    void whatIsNoPrefixIsRefused(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @Test
    void bitsOfAHostAreDropped() {
        assertThat(Cidr.of("10.1.2.3/8")).hasToString("10.0.0.0/8");
        assertThat(Cidr.of("10.1.2.3")).hasToString("10.1.2.3/32");
    }

    @Test
    void prefixesOverlapWhenOneHoldsTheOther() {
        assertThat(Cidr.of("10.0.0.0/8").overlaps(Cidr.of("10.1.0.0/16"))).isTrue();
        assertThat(Cidr.of("10.1.0.0/16").overlaps(Cidr.of("10.0.0.0/8"))).isTrue();
        assertThat(Cidr.of("10.0.0.0/24").overlaps(Cidr.of("10.0.1.0/24"))).isFalse();
        assertThat(Cidr.of("::/0").overlaps(Cidr.of("0.0.0.0/0"))).isFalse();
    }

    @Test
    void aRangeWithoutAddressesIsTheGapsBetweenThem() {
        AddressRange range = Cidr.of("10.0.0.0/29").hosts();
        assertThat(range.without(List.of(Ip.of("10.0.0.1"), Ip.of("10.0.0.4"), Ip.of("10.9.9.9"))))
                .extracting(gap -> gap.first() + "-" + gap.last())
                .containsExactly("10.0.0.2-10.0.0.3", "10.0.0.5-10.0.0.6");
        assertThat(range.without(List.of(Ip.of("10.0.0.6"))))
                .extracting(gap -> gap.first() + "-" + gap.last())
                .containsExactly("10.0.0.1-10.0.0.5");
        assertThat(new AddressRange(Ip.of("10.0.0.1"), Ip.of("10.0.0.1")).without(List.of(Ip.of("10.0.0.1"))))
                .isEmpty();
    }

    @Test
    void aRangeTurnedRoundIsNone() {
        assertThatThrownBy(() -> new AddressRange(Ip.of("10.0.0.2"), Ip.of("10.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The example of RFC 4291, appendix A, with OpenStack's prefix. */
    @Test
    void anAddressIsComputedFromAMac() {
        assertThat(new Mac("fa:16:3e:fc:3d:a9").eui64(Cidr.of("2001:db8::/64")))
                .hasToString("2001:db8::f816:3eff:fefc:3da9");
        assertThat(new Mac("02:00:00:00:00:01").eui64(Cidr.of("2001:db8::/64"))).hasToString("2001:db8::ff:fe00:1");
    }

    @Test
    void aMacIsOfOneStation() {
        assertThat(Mac.parse("FA-16-3E-00-00-01")).contains(new Mac("fa:16:3e:00:00:01"));
        assertThat(Mac.parse("01:00:5e:00:00:01")).isEmpty();
        assertThat(Mac.parse("ff:ff:ff:ff:ff:ff")).isEmpty();
        assertThat(Mac.parse("00:00:00:00:00:00")).isEmpty();
        assertThat(Mac.parse("fa:16:3e:00:00")).isEmpty();
        assertThat(Mac.random(new Random(1)).text()).startsWith("fa:16:3e:");
    }
}
