package io.oblako.identity.api;

import java.math.BigInteger;
import java.net.InetAddress;

/** Addresses with a common prefix, for example {@code 10.0.0.0/24} or {@code fd00::/8}; a single one without a length. */
public record AddressRange(InetAddress network, int prefix) {

    /** @throws IllegalArgumentException when it is neither an address nor a prefix; names are never looked up */
    public static AddressRange of(String text) {
        int slash = text.indexOf('/');
        InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bits = network.getAddress().length * Byte.SIZE;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("a prefix of %s has 0 to %d bits".formatted(network, bits));
        }
        return new AddressRange(network, prefix);
    }

    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        int rest = mine.length * Byte.SIZE - prefix;
        return mine.length == other.length
                && new BigInteger(1, mine).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
    }
}
