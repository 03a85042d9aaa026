package io.oblako.network.domain.address;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A MAC address of a single station.
 *
 * @param text lower case, six pairs with colons
 */
public record Mac(String text) {

    private static final Pattern SPELLING = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    /** The prefix that OpenStack's ports have. */
    private static final String PREFIX = "fa:16:3e";

    public Mac {
        if (!SPELLING.matcher(text).matches()) {
            throw new IllegalArgumentException("not a MAC address");
        }
    }

    /** Empty for what is no address, for the address of none and for those of groups. */
    public static Optional<Mac> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace('-', ':');
        if (!SPELLING.matcher(lower).matches() || lower.equals("00:00:00:00:00:00")) {
            return Optional.empty();
        }
        boolean group = (Integer.parseInt(lower.substring(0, 2), 16) & 1) == 1;
        return group ? Optional.empty() : Optional.of(new Mac(lower));
    }

    public static Mac random(RandomGenerator random) {
        int bits = random.nextInt(1 << 24);
        return new Mac("%s:%02x:%02x:%02x".formatted(PREFIX, bits >> 16, bits >> 8 & 255, bits & 255));
    }

    /** The address that a host with this MAC gives itself in a prefix of 64 bits (RFC 4291, appendix A). */
    public Ip eui64(Cidr prefix) {
        BigInteger mac = new BigInteger(text.replace(":", ""), 16);
        BigInteger high = mac.shiftRight(24).xor(BigInteger.ONE.shiftLeft(17));
        BigInteger low = mac.and(BigInteger.valueOf(0xffffff));
        return prefix.base()
                .plus(high.shiftLeft(40).or(BigInteger.valueOf(0xfffeL << 24)).or(low));
    }

    @Override
    public String toString() {
        return text;
    }
}
