package io.oblako.network.domain.router;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Ip;
import java.util.UUID;

/**
 * A port number of a floating IP that leads to a port number behind a router; the floating IP itself leads nowhere
 * else.
 *
 * @param protocol tcp, udp or sctp
 * @param external the numbers at the floating IP
 * @param internal the numbers at the port, as many
 */
public record PortForwarding(
        Standard standard, UUID floatingIp, String protocol, Numbers external, UUID port, Ip fixed, Numbers internal)
        implements Resource<PortForwarding> {

    /** Port numbers from the first to the last, both among them. */
    public record Numbers(int first, int last) {

        public Numbers {
            if (first < 1 || last < first || last > 65_535) {
                throw new IllegalArgumentException("port numbers are 1 to 65535, the lower first");
            }
        }

        public int size() {
            return last - first + 1;
        }

        public boolean overlaps(Numbers other) {
            return first <= other.last && other.first <= last;
        }

        /** As Neutron writes it: {@code 80:80}. */
        @Override
        public String toString() {
            return first + ":" + last;
        }
    }

    @Override
    public PortForwarding with(Standard next) {
        return new PortForwarding(next, floatingIp, protocol, external, port, fixed, internal);
    }
}
