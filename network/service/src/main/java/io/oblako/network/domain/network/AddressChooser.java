package io.oblako.network.domain.network;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Ip;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Chooses free addresses of subnets, at random, so that an address is not soon given to somebody else again. The
 * subnets must be locked.
 */
public final class AddressChooser {

    private static final int TRIES = 16;
    /** Pools with more taken addresses than this are only tried at random. */
    private static final int MOST_SCANNED = 1 << 17;

    private final Ipam ipam;
    private final RandomGenerator random;

    public AddressChooser(Ipam ipam, RandomGenerator random) {
        this.ipam = ipam;
        this.random = random;
    }

    /**
     * A free address of the pools.
     *
     * @param reserved addresses that this request has chosen already
     * @return empty when all are taken
     */
    public Optional<Ip> any(Subnet subnet, Set<Ip> reserved) {
        BigInteger size = subnet.pools().stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
        if (size.signum() == 0) {
            return Optional.empty();
        }
        List<Ip> candidates = new ArrayList<>(TRIES);
        for (int i = 0; i < TRIES; i++) {
            candidates.add(at(subnet.pools(), below(size)));
        }
        Set<Ip> taken = new HashSet<>(ipam.taken(subnet.id(), candidates));
        taken.addAll(reserved);
        return candidates.stream()
                .filter(candidate -> !taken.contains(candidate))
                .findFirst()
                .or(() -> scanned(subnet, reserved));
    }

    /** When chance found none: one of the gaps. */
    private Optional<Ip> scanned(Subnet subnet, Set<Ip> reserved) {
        List<AddressRange> gaps = new ArrayList<>();
        for (AddressRange pool : subnet.pools()) {
            Set<Ip> taken = new HashSet<>(ipam.taken(subnet.id(), pool, MOST_SCANNED));
            taken.addAll(reserved);
            gaps.addAll(pool.without(taken));
        }
        if (gaps.isEmpty()) {
            return Optional.empty();
        }
        BigInteger size = gaps.stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
        return Optional.of(at(gaps, below(size)));
    }

    /**
     * The address itself, if it can be had.
     *
     * @throws CloudException INVALID_IP_FOR_SUBNET, IP_ADDRESS_ALREADY_ALLOCATED
     */
    public Ip exactly(Subnet subnet, Ip address, Set<Ip> mine) {
        if (!subnet.cidr().hosts().contains(address)) {
            throw new CloudException(
                    NetworkError.INVALID_IP_FOR_SUBNET,
                    "IP address %s is not a valid IP for the specified subnet.".formatted(address));
        }
        if (!mine.contains(address)
                && !ipam.taken(subnet.id(), List.of(address)).isEmpty()) {
            throw alreadyAllocated(subnet.id(), address);
        }
        return address;
    }

    static CloudException alreadyAllocated(UUID subnet, Ip address) {
        return new CloudException(
                NetworkError.IP_ADDRESS_ALREADY_ALLOCATED,
                "IP address %s already allocated in subnet %s.".formatted(address, subnet));
    }

    private BigInteger below(BigInteger bound) {
        byte[] bytes = new byte[bound.bitLength() / 8 + 9];
        random.nextBytes(bytes);
        return new BigInteger(1, bytes).mod(bound);
    }

    private static Ip at(List<AddressRange> ranges, BigInteger offset) {
        BigInteger left = offset;
        for (AddressRange range : ranges) {
            if (left.compareTo(range.size()) < 0) {
                return range.first().plus(left);
            }
            left = left.subtract(range.size());
        }
        throw new IllegalArgumentException("the offset lies behind the ranges");
    }
}
