package io.oblako.network.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "\"True\", true", "1, true", "\"0\", false", "\"false\", false"})
    void flagsAreSpelledInSeveralWays(String text, boolean value) throws Type.Invalid {
        assertThat(Types.FLAG.read(json(text))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "2", "\"yes\"", "[]", "{}", "\"\""})
    void whatIsNoFlagIsRefused(String text) {
        assertThatThrownBy(() -> Types.FLAG.read(json(text))).isInstanceOf(Type.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"10.0.0.1/24\"", "\"10.0.0.0\"", "\"10.0.0.0/33\"", "10", "null"})
    void aSubnetHasNoBitsOfAHost(String text) {
        assertThatThrownBy(() -> Types.CIDR.read(json(text))).isInstanceOf(Type.Invalid.class);
    }

    @Test
    void aUuidIsThirtySixCharacters() {
        assertThatThrownBy(() -> Types.ID.read(json("\"1-1-1-1-1\""))).isInstanceOf(Type.Invalid.class);
        UUID id = UUID.randomUUID();
        assertThat(Types.ID.filter(id.toString())).contains(id.toString());
        assertThat(Types.ID.filter("x")).isEmpty();
    }

    @Test
    void aListIsBounded() {
        Type<List<Integer>> most3 = Types.distinct(Types.number(0, 9), 3);
        assertThatThrownBy(() -> most3.read(json("[1,2,3,4]"))).hasMessageContaining("at most 3");
        assertThatThrownBy(() -> most3.read(json("[1,1]"))).hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> most3.read(json("\"1\""))).hasMessageContaining("is not a list");
    }

    @Test
    void valuesAreShownShortInReasons() {
        assertThatThrownBy(() -> Types.number(0, 9).read(json("\"" + "x".repeat(5000) + "\"")))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'opt_name': 'bootfile-name', 'opt_value': 'x\\ndhcp-script=/bin/sh'}",
                "{'opt_name': 'a\\nb', 'opt_value': 'x'}",
                "{'opt_name': 'server-ip-address', 'opt_value': ''}",
                "{'opt_name': 'x', 'opt_value': 'say \\\"hi\\\"'}",
                "{'opt_name': 'x', 'opt_value': '$(reboot)'}",
                "{'opt_name': 'x', 'opt_value': 'é'}",
                "{'opt_name': 'X Y', 'opt_value': 'x'}",
                "{'opt_name': 'x', 'opt_value': 'x', 'ip_version': 5}",
                "{'opt_name': 'x', 'opt_value': 'x', 'tag': 'y'}",
                "{'opt_name': 'x'}",
                "{'opt_value': 'x'}"
            })
    void NET_13_dhcpOptionsAreOneLineOfPlainText(String text) {
        assertThatThrownBy(() -> DhcpOptionType.OPTION.read(json(text.replace('\'', '"'))))
                .isInstanceOf(Type.Invalid.class);
    }

    @Test
    void NET_13_aLongOptionIsRefused() {
        String text = "{\"opt_name\": \"x\", \"opt_value\": \"" + "y".repeat(65_536) + "\"}";
        assertThatThrownBy(() -> DhcpOptionType.OPTION.read(json(text))).isInstanceOf(Type.Invalid.class);
    }

    @Test
    void plainDhcpOptionsAreTaken() throws Type.Invalid {
        var option = DhcpOptionType.OPTION.read(
                json("{\"opt_name\": \"server-ip-address\", \"opt_value\": \"192.0.2.1\", \"ip_version\": \"4\"}"));
        assertThat(option.version()).isEqualTo(4);
        assertThat(DhcpOptionType.OPTION.show(option).toString()).contains("opt_value=192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "NETWORK_NOT_FOUND, NetworkNotFound",
        "IP_ADDRESS_ALREADY_ALLOCATED, IpAddressAlreadyAllocated",
        "OVER_QUOTA, OverQuota",
        "INVALID_REQUEST, HTTPBadRequest"
    })
    void codesAreSentAsNeutronsExceptions(String code, String type) {
        assertThat(NeutronFaultFormat.type(code)).isEqualTo(type);
    }
}
