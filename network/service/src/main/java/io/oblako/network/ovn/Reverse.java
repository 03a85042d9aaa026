package io.oblako.network.ovn;

import io.oblako.network.domain.address.Ip;

/** Names by which DNS finds what belongs to an address (RFC 1035, section 3.5; RFC 3596, section 2.5). */
final class Reverse {

    private static final int NIBBLES = 32;

    private Reverse() {}

    static String name(Ip ip) {
        StringBuilder name = new StringBuilder();
        if (ip.four()) {
            int bits = ip.value().intValue();
            for (int i = 0; i < 4; i++) {
                name.append((bits >>> (8 * i)) & 255).append('.');
            }
            return name.append("in-addr.arpa").toString();
        }
        for (int i = 0; i < NIBBLES; i++) {
            int nibble = ip.value().shiftRight(4 * i).intValue() & 15;
            name.append(Character.forDigit(nibble, 16)).append('.');
        }
        return name.append("ip6.arpa").toString();
    }
}
