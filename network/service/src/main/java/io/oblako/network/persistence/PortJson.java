package io.oblako.network.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.json.Json;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.port.DhcpOption;
import io.oblako.network.domain.port.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists of a port that nobody filters by, as they are kept. */
final class PortJson {

    private PortJson() {}

    static String pairs(Port port) {
        return Json.text(port.pairs().stream()
                .map(pair -> {
                    Mac mac = pair.mac();
                    return Map.of("ip", pair.address().toString(), "mac", mac == null ? "" : mac.toString());
                })
                .toList());
    }

    static List<AddressPair> pairs(JsonNode json) {
        List<AddressPair> pairs = new ArrayList<>();
        json.forEach(pair -> {
            String mac = pair.get("mac").asText();
            pairs.add(new AddressPair(Cidr.of(pair.get("ip").asText()), mac.isEmpty() ? null : new Mac(mac)));
        });
        return pairs;
    }

    static String dhcpOptions(Port port) {
        return Json.text(port.dhcpOptions());
    }

    static List<DhcpOption> dhcpOptions(JsonNode json) {
        List<DhcpOption> options = new ArrayList<>();
        json.forEach(option -> options.add(new DhcpOption(
                option.get("name").asText(),
                option.get("value").asText(),
                option.get("version").asInt())));
        return options;
    }
}
