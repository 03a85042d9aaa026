package io.oblako.network.domain.address;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address, always in one spelling (RFC 5952 for IPv6).
 *
 * @param version 4 or 6
 * @param value unsigned, 32 or 128 bits
 */
public record Ip(int version, BigInteger value) implements Comparable<Ip> {

    private static final Pattern FOUR = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:]{2,39}");
    private static final int GROUPS = 8;

    public Ip {
        if (value.signum() < 0 || value.bitLength() > bits(version)) {
            throw new IllegalArgumentException("no IPv" + version + " address has this value");
        }
    }

    static int bits(int version) {
        return version == 4 ? 32 : 128;
    }

    /** Empty when the text is no address. No name is ever looked up; scopes and leading zeros are refused. */
    public static Optional<Ip> parse(String text) {
        if (FOUR.matcher(text).matches()) {
            BigInteger value = BigInteger.ZERO;
            for (String part : text.split("\\.")) {
                int octet = Integer.parseInt(part);
                if (octet > 255) {
                    return Optional.empty();
                }
                value = value.shiftLeft(8).or(BigInteger.valueOf(octet));
            }
            return Optional.of(new Ip(4, value));
        }
        if (!SIX.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Inet6Address.ofLiteral(text).getAddress();
            return bytes.length == 16 ? Optional.of(new Ip(6, new BigInteger(1, bytes))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException when the text is no address; for text of ours */
    public static Ip of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an IP address"));
    }

    public Ip plus(BigInteger offset) {
        return new Ip(version, value.add(offset));
    }

    public Ip plus(long offset) {
        return plus(BigInteger.valueOf(offset));
    }

    public boolean four() {
        return version == 4;
    }

    /** FE80::/10. */
    public boolean linkLocal() {
        return version == 6 && value.shiftRight(118).intValue() == 0x3fa;
    }

    public boolean multicast() {
        return version == 4
                ? value.shiftRight(28).intValue() == 0xe
                : value.shiftRight(120).intValue() == 0xff;
    }

    public boolean loopback() {
        return version == 4 ? value.shiftRight(24).intValue() == 127 : value.equals(BigInteger.ONE);
    }

    public boolean unspecified() {
        return value.signum() == 0;
    }

    @Override
    public int compareTo(Ip other) {
        return version == other.version ? value.compareTo(other.value) : Integer.compare(version, other.version);
    }

    @Override
    public String toString() {
        return version == 4 ? four(value.intValue()) : six();
    }

    private static String four(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    /** The longest run of zero groups, the first of several, is left out. */
    private String six() {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = value.shiftRight(16 * (GROUPS - 1 - i)).intValue() & 0xffff;
        }
        int from = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > length) {
                from = i;
                length = zeros;
            }
        }
        if (from < 0) {
            return join(groups, 0, GROUPS);
        }
        return join(groups, 0, from) + "::" + join(groups, from + length, GROUPS);
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
