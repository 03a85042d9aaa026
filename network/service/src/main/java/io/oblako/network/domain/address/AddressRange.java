package io.oblako.network.domain.address;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Addresses from the first to the last, both among them. */
public record AddressRange(Ip first, Ip last) {

    public AddressRange {
        if (first.version() != last.version() || first.compareTo(last) > 0) {
            throw new IllegalArgumentException("a range has its first address before its last");
        }
    }

    public boolean contains(Ip ip) {
        return ip.version() == first.version() && ip.compareTo(first) >= 0 && ip.compareTo(last) <= 0;
    }

    public boolean overlaps(AddressRange other) {
        return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
    }

    public BigInteger size() {
        return last.value().subtract(first.value()).add(BigInteger.ONE);
    }

    /** The ranges that are left of it without these addresses, in order. */
    public List<AddressRange> without(Collection<Ip> taken) {
        List<AddressRange> free = new ArrayList<>();
        Ip from = first;
        for (Ip ip : new TreeSet<>(taken)) {
            if (!contains(ip) || ip.compareTo(from) < 0) {
                continue;
            }
            if (ip.compareTo(from) > 0) {
                free.add(new AddressRange(from, ip.plus(-1)));
            }
            if (ip.equals(last)) {
                return free;
            }
            from = ip.plus(1);
        }
        free.add(new AddressRange(from, last));
        return free;
    }
}
