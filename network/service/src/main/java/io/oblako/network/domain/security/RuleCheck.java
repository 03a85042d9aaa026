package io.oblako.network.domain.security;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.address.Cidr;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the parts of a rule go together. A rule that the data plane could not apply is never taken (security row
 * NET-08). Pure.
 */
final class RuleCheck {

    private static final int MOST_ICMP = 255;
    private static final int MOST_PORT = 65_535;

    private RuleCheck() {}

    static void check(SecurityRule rule) {
        checkRemote(rule);
        checkProtocol(rule);
    }

    private static void checkRemote(SecurityRule rule) {
        long remotes = Stream.of(rule.remoteText(), rule.remoteGroup(), rule.remoteAddressGroup())
                .filter(Objects::nonNull)
                .count();
        if (remotes > 1) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_REMOTE_GROUP_AND_REMOTE_IP_PREFIX,
                    "Only one of remote_ip_prefix, remote_group_id or remote_address_group_id may be provided.");
        }
        Cidr remote = rule.remote();
        if (remote != null && remote.version() != rule.etherType().version()) {
            throw conflict("ethertype", rule.etherType().word(), "remote_ip_prefix", String.valueOf(rule.remoteText()));
        }
    }

    private static void checkProtocol(SecurityRule rule) {
        String protocol = rule.protocol();
        Integer min = rule.portMin();
        Integer max = rule.portMax();
        if (protocol == null) {
            if (min != null || max != null) {
                throw new CloudException(
                        NetworkError.SECURITY_GROUP_PROTOCOL_REQUIRED_WITH_PORTS,
                        "Must also specify protocol if port range is given.");
            }
            return;
        }
        if (Protocols.onlySix(protocol) && rule.etherType() == SecurityRule.EtherType.IPV4) {
            throw conflict("ethertype", rule.etherType().word(), "protocol", protocol);
        }
        int number = Objects.requireNonNull(Protocols.number(protocol, rule.etherType()));
        if (Protocols.icmp(number)) {
            checkIcmp(min, max);
        } else if (min != null || max != null) {
            checkPorts(protocol, number, min, max);
        }
    }

    private static void checkIcmp(@Nullable Integer type, @Nullable Integer code) {
        for (Integer value : new Integer[] {type, code}) {
            if (value != null && (value < 0 || value > MOST_ICMP)) {
                throw new CloudException(
                        NetworkError.SECURITY_GROUP_INVALID_ICMP_VALUE,
                        "Invalid value for ICMP %s: %d. It must be 0 to 255."
                                .formatted(Objects.equals(value, type) ? "type" : "code", value));
            }
        }
        if (code != null && type == null) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_INVALID_ICMP_VALUE,
                    "ICMP code (port-range-max) %d is provided but ICMP type (port-range-min) is missing."
                            .formatted(code));
        }
    }

    private static void checkPorts(String protocol, int number, @Nullable Integer min, @Nullable Integer max) {
        if (!Protocols.hasPorts(number)) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_INVALID_PORT_RANGE,
                    "Ports of protocol %s are not told apart: port_range_min and port_range_max are for tcp, udp and sctp."
                            .formatted(protocol));
        }
        if (min == null || max == null || min > max || min < 1 || max > MOST_PORT) {
            throw new CloudException(
                    NetworkError.SECURITY_GROUP_INVALID_PORT_RANGE,
                    "For TCP/UDP protocols, port_range_min must be <= port_range_max, and both of 1 to 65535.");
        }
    }

    private static CloudException conflict(String one, String value, String other, String otherValue) {
        return new CloudException(
                NetworkError.SECURITY_GROUP_RULE_PARAMETER_CONFLICT,
                "Conflicting value %s %s for %s %s.".formatted(one, value, other, otherValue));
    }
}
