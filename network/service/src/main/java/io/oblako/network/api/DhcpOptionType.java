package io.oblako.network.api;

import static io.oblako.network.api.Types.optionalPart;
import static io.oblako.network.api.Types.part;
import static io.oblako.network.api.Types.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.domain.port.DhcpOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a tenant may put into DHCP answers. Names come from a closed alphabet and values are one line of printable
 * ASCII, so that nothing in them can become an option, a line or a command of its own (security row NET-13).
 */
final class DhcpOptionType {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9_:-]{0,62}[a-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e&&[^\\\\\"`$]]{1,255}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    static final Type<DhcpOption> OPTION =
            Types.object(List.of("opt_name", "opt_value", "ip_version"), DhcpOptionType::read, DhcpOptionType::shown);

    /** A label of DNS, or nothing. */
    static final Type<String> DNS_NAME = json -> {
        String name = text(63).read(json);
        if (!name.isEmpty() && !LABEL.matcher(name).matches()) {
            throw new Type.Invalid("'%s' not a valid PQDN or FQDN: letters, digits and dashes are expected"
                    .formatted(Types.shown(json)));
        }
        return name;
    };

    private DhcpOptionType() {}

    private static DhcpOption read(JsonNode json) throws Type.Invalid {
        String name = part(json, "opt_name", text(64));
        if (!NAME.matcher(name).matches()) {
            throw new Type.Invalid("opt_name is a name of lower-case letters, digits and dashes, or a number");
        }
        String value = part(json, "opt_value", text(255));
        if (!VALUE.matcher(value).matches()) {
            throw new Type.Invalid(
                    "opt_value is 1 to 255 printable ASCII characters without quotes, backslashes and $");
        }
        Integer version = optionalPart(json, "ip_version", SubnetAttributes.VERSION);
        return new DhcpOption(name, value, version == null ? 4 : version);
    }

    private static Map<String, Object> shown(DhcpOption option) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("opt_name", option.name());
        shown.put("opt_value", option.value());
        shown.put("ip_version", option.version());
        return shown;
    }
}
