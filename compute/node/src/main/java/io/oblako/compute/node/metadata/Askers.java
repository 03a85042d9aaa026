package io.oblako.compute.node.metadata;

import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who may ask on one network, by the address that a question comes from. An answer is sent to the MAC that stands here and to
 * no other, so that whoever borrows an address gets nothing (security row CMP-07). Pure.
 *
 * @param mtu bytes, of the network
 * @param byAddress the guests' own addresses and those that follow from their MACs
 */
record Askers(int mtu, Map<InetAddress, Asker> byAddress) {

    /**
     * An interface of a guest.
     *
     * @param mac lower case with colons
     */
    record Asker(UUID server, String mac) {}

    private static final Asker NOBODY = new Asker(new UUID(0, 0), "");

    Askers {
        byAddress = Map.copyOf(byAddress);
    }

    /** The networks of guests that are or will be running, each with its askers. */
    static Map<UUID, Askers> byNetwork(Collection<NodeDesired.Guest> orders) {
        Map<UUID, Integer> mtus = new HashMap<>();
        Map<UUID, Map<InetAddress, Asker>> all = new HashMap<>();
        for (NodeDesired.Guest order : orders) {
            if (order.wish() != Wish.RUNNING && order.wish() != Wish.PAUSED) {
                continue;
            }
            for (Nic nic : order.spec().nics()) {
                UUID network = nic.network();
                if (network == null) {
                    continue;
                }
                mtus.merge(network, nic.mtu(), Math::min);
                Map<InetAddress, Asker> here = all.computeIfAbsent(network, _ -> new HashMap<>());
                Asker asker = new Asker(order.server(), nic.mac());
                addresses(nic).forEach(address -> here.merge(address, asker, Askers::one));
            }
        }
        Map<UUID, Askers> result = new HashMap<>();
        all.forEach((network, here) -> {
            here.values().removeIf(NOBODY::equals);
            result.put(network, new Askers(mtus.getOrDefault(network, 0), here));
        });
        return result;
    }

    /** An address that two have is nobody's. */
    private static Asker one(Asker first, Asker second) {
        return first.equals(second) ? first : NOBODY;
    }

    private static Set<InetAddress> addresses(Nic nic) {
        Set<InetAddress> addresses = new HashSet<>();
        nic.addresses().forEach(address -> addresses.add(InetAddress.ofLiteral(address)));
        addresses.add(linkLocal(nic.mac()));
        return addresses;
    }

    /**
     * The only link-local address that OVN lets a port send from.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4291#appendix-A">RFC 4291, appendix A: modified EUI-64</a>
     */
    static InetAddress linkLocal(String mac) {
        byte[] six = HexFormat.ofDelimiter(":").parseHex(mac);
        byte[] address = {
            (byte) 0xfe,
            (byte) 0x80,
            0,
            0,
            0,
            0,
            0,
            0,
            (byte) (six[0] ^ 2),
            six[1],
            six[2],
            (byte) 0xff,
            (byte) 0xfe,
            six[3],
            six[4],
            six[5]
        };
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
