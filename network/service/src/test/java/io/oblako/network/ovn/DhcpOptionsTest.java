package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.domain.port.DhcpOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DhcpOptionsTest {

    private static Map<String, String> extra(String name, String value) {
        return DhcpOptions.extra(List.of(new DhcpOption(name, value, 4)), 4);
    }

    @Test
    void optionsGetTheNamesAndFormsOfOvn() {
        assertThat(extra("mtu", "1400")).containsExactly(Map.entry("mtu", "1400"));
        assertThat(extra("dns-server", "9.9.9.9, 1.1.1.1"))
                .containsExactly(Map.entry("dns_server", "{9.9.9.9, 1.1.1.1}"));
        assertThat(extra("67", "pxelinux.0")).containsExactly(Map.entry("bootfile_name", "\"pxelinux.0\""));
        assertThat(extra("server-ip-address", "10.0.0.9"))
                .containsExactly(Map.entry("tftp_server_address", "10.0.0.9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1400, router = 10.0.0.66", "1400); output;", "x", "-1", "99999999999", "{1}"})
    void net13WhatIsNoNumberIsNotSaid(String value) {
        assertThat(extra("mtu", value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.9.9.9}, router = {10.0.0.66", "9.9.9.9,", "fd00::1", "router"})
    void net13WhatIsNoAddressIsNotSaid(String value) {
        assertThat(extra("dns-server", value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\" , router = 10.0.0.66, wpad = \"", "a\\", "a$b", "a\nb", "{x}"})
    void net13ATextCannotEndItself(String value) {
        assertThat(extra("bootfile-name", value)).isEmpty();
    }

    @Test
    void whatOvnDoesNotKnowIsNotSaid() {
        assertThat(extra("classless-static-route", "0.0.0.0/0,10.0.0.66")).isEmpty();
        assertThat(extra("server_id", "10.0.0.66")).isEmpty();
        assertThat(DhcpOptions.extra(List.of(new DhcpOption("mtu", "1400", 6)), 4))
                .isEmpty();
    }
}
