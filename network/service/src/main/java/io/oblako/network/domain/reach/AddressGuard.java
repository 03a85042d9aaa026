package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.port.Port;
import java.util.stream.Stream;

/**
 * Which addresses a port may send from and is sent packets for: its own and its pairs (security rows NET-03, NET-07).
 * With an IPv6 address also the link-local one of the same MAC.
 */
final class AddressGuard {

    private static final Cidr LINK = Cidr.of("fe80::/64");

    private AddressGuard() {}

    static boolean maySend(Port port, Packet packet) {
        return has(port, packet.source()) || (asksForFirstAddress(packet) && hasVersion(port, 4));
    }

    /** Before it has an address, a host asks from none (RFC 2131, section 4.1). */
    private static boolean asksForFirstAddress(Packet packet) {
        return packet.version() == 4
                && packet.source().unspecified()
                && packet.asksForAddress()
                && !packet.destination().equals(Packet.PLATFORM);
    }

    /** Whether a packet for the address is the port's. */
    static boolean has(Port port, Ip address) {
        if (!port.portSecurity()) {
            return true;
        }
        return port.fixedIps().stream().anyMatch(own -> own.address().equals(address))
                || port.pairs().stream().anyMatch(pair -> pair.address().contains(address))
                || (address.linkLocal()
                        && macsOfSix(port).anyMatch(mac -> mac.eui64(LINK).equals(address)));
    }

    private static boolean hasVersion(Port port, int version) {
        return !port.portSecurity()
                || port.fixedIps().stream().anyMatch(own -> own.address().version() == version)
                || port.pairs().stream().anyMatch(pair -> pair.address().version() == version);
    }

    private static Stream<Mac> macsOfSix(Port port) {
        Stream<Mac> own =
                port.fixedIps().stream().filter(ip -> !ip.address().four()).map(_ -> port.mac());
        Stream<Mac> paired = port.pairs().stream()
                .filter(pair -> pair.address().version() == 6)
                .map(pair -> macOf(pair, port));
        return Stream.concat(own, paired);
    }

    private static Mac macOf(AddressPair pair, Port port) {
        Mac mac = pair.mac();
        return mac == null ? port.mac() : mac;
    }
}
