package io.oblako.network.domain.security;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.address.Cidr;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a security group lets through.
 *
 * @param protocol a name or number as it was given, in lower case; absent for all
 * @param portMin lowest port, or ICMP type
 * @param portMax highest port, or ICMP code
 * @param remoteText the remote prefix as it was given
 */
public record SecurityRule(
        Standard standard,
        UUID group,
        Direction direction,
        EtherType etherType,
        @Nullable String protocol,
        @Nullable Integer portMin,
        @Nullable Integer portMax,
        @Nullable String remoteText,
        @Nullable UUID remoteGroup,
        @Nullable UUID remoteAddressGroup)
        implements Resource<SecurityRule> {

    /** From the port's point of view. */
    public enum Direction {
        INGRESS,
        EGRESS;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Of the packets it is about. */
    public enum EtherType {
        IPV4("IPv4", 4),
        IPV6("IPv6", 6);

        private final String word;
        private final int version;

        EtherType(String word, int version) {
            this.word = word;
            this.version = version;
        }

        public String word() {
            return word;
        }

        public int version() {
            return version;
        }
    }

    /** The one place where what a request says becomes a rule. */
    static SecurityRule of(Standard standard, Values wanted) {
        return new SecurityRule(
                standard,
                wanted.id("security_group_id"),
                wanted.required("direction", Direction.class),
                wanted.required("ethertype", EtherType.class),
                wanted.optional("protocol", String.class),
                wanted.optional("port_range_min", Integer.class),
                wanted.optional("port_range_max", Integer.class),
                wanted.optional("remote_ip_prefix", String.class),
                wanted.optional("remote_group_id", UUID.class),
                wanted.optional("remote_address_group_id", UUID.class));
    }

    @Override
    public SecurityRule with(Standard next) {
        return new SecurityRule(
                next,
                group,
                direction,
                etherType,
                protocol,
                portMin,
                portMax,
                remoteText,
                remoteGroup,
                remoteAddressGroup);
    }

    /** The remote prefix without bits of a host; absent when it is about all addresses, or about groups. */
    public @Nullable Cidr remote() {
        String text = remoteText;
        return text == null ? null : Cidr.of(text);
    }

    /** Whether both let the same packets through. */
    public boolean same(SecurityRule other) {
        return group.equals(other.group)
                && direction == other.direction
                && etherType == other.etherType
                && Objects.equals(Protocols.number(protocol, etherType), Protocols.number(other.protocol, etherType))
                && Objects.equals(portMin, other.portMin)
                && Objects.equals(portMax, other.portMax)
                && Objects.equals(everything(remote()), everything(other.remote()))
                && Objects.equals(remoteGroup, other.remoteGroup)
                && Objects.equals(remoteAddressGroup, other.remoteAddressGroup);
    }

    /** A prefix of no bits says as little as none. */
    private static @Nullable Cidr everything(@Nullable Cidr cidr) {
        return cidr == null || cidr.length() == 0 ? null : cidr;
    }
}
