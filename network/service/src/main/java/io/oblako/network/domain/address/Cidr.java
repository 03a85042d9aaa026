package io.oblako.network.domain.address;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A prefix.
 *
 * @param base its lowest address: no bit behind the length is set
 * @param length 0 to 32, or to 128
 */
public record Cidr(Ip base, int length) implements Comparable<Cidr> {

    public Cidr {
        if (length < 0 || length > Ip.bits(base.version())) {
            throw new IllegalArgumentException("a prefix has no such length");
        }
        base = new Ip(base.version(), masked(base, length));
    }

    private static BigInteger masked(Ip ip, int length) {
        int free = Ip.bits(ip.version()) - length;
        return ip.value().shiftRight(free).shiftLeft(free);
    }

    /** Empty when the text is no prefix. Bits of a host are dropped; a bare address is the prefix of it alone. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        Optional<Ip> ip = Ip.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0 || ip.isEmpty()) {
            return ip.map(address -> new Cidr(address, Ip.bits(address.version())));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("0|[1-9]\\d{0,2}")
                || Integer.parseInt(length) > Ip.bits(ip.get().version())) {
            return Optional.empty();
        }
        return Optional.of(new Cidr(ip.get(), Integer.parseInt(length)));
    }

    /** @throws IllegalArgumentException when the text is no prefix; for text of ours */
    public static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a prefix"));
    }

    public int version() {
        return base.version();
    }

    /** How many addresses it has. */
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(Ip.bits(version()) - length);
    }

    public Ip last() {
        return base.plus(size().subtract(BigInteger.ONE));
    }

    public boolean contains(Ip ip) {
        return ip.version() == version() && ip.compareTo(base) >= 0 && ip.compareTo(last()) <= 0;
    }

    public boolean contains(Cidr other) {
        return contains(other.base) && contains(other.last());
    }

    public boolean overlaps(Cidr other) {
        return contains(other.base) || other.contains(base);
    }

    /**
     * The addresses that hosts may have: without the address of the network itself and the broadcast address, but all
     * of a prefix too small to have them (RFC 3021).
     */
    public AddressRange hosts() {
        int free = Ip.bits(version()) - length;
        if (free <= 1) {
            return new AddressRange(base, last());
        }
        return new AddressRange(base.plus(1), version() == 4 ? last().plus(-1) : last());
    }

    @Override
    public int compareTo(Cidr other) {
        int byBase = base.compareTo(other.base);
        return byBase == 0 ? Integer.compare(length, other.length) : byBase;
    }

    @Override
    public String toString() {
        return base + "/" + length;
    }
}
