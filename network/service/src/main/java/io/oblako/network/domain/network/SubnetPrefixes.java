package io.oblako.network.domain.network;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Cidr;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides which prefix a new subnet has: the one asked for, or a free one of a pool. */
public final class SubnetPrefixes {

    private final SubnetPools pools;
    private final Subnets subnets;

    public SubnetPrefixes(SubnetPools pools, Subnets subnets) {
        this.pools = pools;
        this.subnets = subnets;
    }

    /** @param pool the pool it is taken from; absent when from none */
    record Choice(Cidr cidr, @Nullable UUID pool) {}

    Choice choose(Viewer viewer, Values wanted) {
        Cidr cidr = wanted.optional("cidr", Cidr.class);
        UUID id = wanted.optional("subnetpool_id", UUID.class);
        Integer version = wanted.optional("ip_version", Integer.class);
        Integer length = wanted.optional("prefixlen", Integer.class);
        if (id == null && wanted.flag("use_default_subnetpool")) {
            int family = version == null ? 4 : version;
            id = pools.standard(family)
                    .map(SubnetPool::id)
                    .orElseThrow(() -> SubnetPlan.invalid("No default subnetpool found for IPv%d".formatted(family)));
        }
        if (cidr != null && length != null) {
            throw SubnetPlan.invalid("cidr and prefixlen must not be supplied together");
        }
        if (id == null) {
            return new Choice(withoutPool(cidr, version), null);
        }
        UUID wantedPool = id;
        SubnetPool pool = pools.requireLocked(viewer, wantedPool);
        if (version != null && wanted.given("ip_version") && version != pool.version()) {
            throw SubnetPlan.invalid("Cannot allocate an IPv%d subnet from subnetpool %s, which is of IPv%d"
                    .formatted(version, pool.id(), pool.version()));
        }
        return new Choice(fromPool(pool, wanted, cidr, length), pool.id());
    }

    private static Cidr withoutPool(@Nullable Cidr cidr, @Nullable Integer version) {
        if (cidr == null) {
            throw SubnetPlan.invalid("a subnetpool must be specified in the absence of a cidr");
        }
        if (version == null) {
            throw SubnetPlan.invalid("ip_version must be specified in the absence of a subnetpool_id");
        }
        if (version != cidr.version()) {
            throw SubnetPlan.invalid(
                    "Cannot create subnet: cidr %s does not match the ip_version %d".formatted(cidr, version));
        }
        return cidr;
    }

    private Cidr fromPool(SubnetPool pool, Values wanted, @Nullable Cidr cidr, @Nullable Integer asked) {
        int length = cidr != null ? cidr.length() : Objects.requireNonNullElse(asked, pool.defaultLength());
        if (length < pool.minLength()) {
            throw new CloudException(
                    NetworkError.MIN_PREFIX_SUBNET_ALLOCATION_ERROR,
                    "Unable to allocate subnet with prefix length %d, minimum allowed prefix is %d."
                            .formatted(length, pool.minLength()));
        }
        if (length > pool.maxLength()) {
            throw new CloudException(
                    NetworkError.MAX_PREFIX_SUBNET_ALLOCATION_ERROR,
                    "Unable to allocate subnet with prefix length %d, maximum allowed prefix is %d."
                            .formatted(length, pool.maxLength()));
        }
        List<Subnet> made = subnets.fromPool(pool.id());
        checkQuota(pool, wanted, made, length);
        List<Cidr> taken = made.stream().map(Subnet::cidr).sorted().toList();
        if (cidr == null) {
            return free(pool.prefixes(), taken, length)
                    .orElseThrow(() -> refused("Insufficient prefix space to allocate subnet size /" + length));
        }
        boolean inside = pool.prefixes().stream().anyMatch(prefix -> prefix.contains(cidr));
        if (!inside || taken.stream().anyMatch(cidr::overlaps)) {
            throw refused("Cannot allocate requested subnet from the available set of prefixes");
        }
        return cidr;
    }

    /** A quota counts addresses of IPv4 and prefixes of 64 bits of IPv6, for each project. */
    private static void checkQuota(SubnetPool pool, Values wanted, List<Subnet> made, int length) {
        Integer quota = pool.defaultQuota();
        if (quota == null) {
            return;
        }
        var project = wanted.required("project_id", io.oblako.kernel.id.ProjectId.class);
        BigInteger used = made.stream()
                .filter(subnet -> subnet.project().equals(project))
                .map(subnet -> units(pool.version(), subnet.cidr().length()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        if (used.add(units(pool.version(), length)).compareTo(BigInteger.valueOf(quota)) > 0) {
            throw new CloudException(
                    NetworkError.OVER_QUOTA,
                    "Per-tenant subnet pool prefix quota exceeded: it is %d.".formatted(quota));
        }
    }

    private static BigInteger units(int version, int length) {
        int bits = version == 4 ? 32 : 64;
        return BigInteger.ONE.shiftLeft(Math.max(0, bits - length));
    }

    /** The lowest prefix of the length that overlaps none of the taken ones. */
    static Optional<Cidr> free(List<Cidr> prefixes, List<Cidr> taken, int length) {
        for (Cidr prefix : prefixes.stream().sorted().toList()) {
            if (prefix.length() > length) {
                continue;
            }
            Cidr candidate = new Cidr(prefix.base(), length);
            while (candidate != null) {
                Cidr tried = candidate;
                Optional<Cidr> hindrance = taken.stream()
                        .filter(tried::overlaps)
                        .max((a, b) -> a.last().compareTo(b.last()));
                if (hindrance.isEmpty()) {
                    return Optional.of(tried);
                }
                candidate = following(prefix, tried, hindrance.get());
            }
        }
        return Optional.empty();
    }

    /** The next aligned prefix behind the hindrance, while it is in the pool's prefix. */
    private static @Nullable Cidr following(Cidr prefix, Cidr tried, Cidr hindrance) {
        Cidr behind = hindrance.last().compareTo(tried.last()) > 0 ? hindrance : tried;
        if (behind.last().compareTo(prefix.last()) >= 0) {
            return null;
        }
        return new Cidr(behind.last().plus(1), tried.length());
    }

    private static CloudException refused(String sentence) {
        return new CloudException(
                NetworkError.SUBNET_ALLOCATION_ERROR, "Failed to allocate subnet: %s.".formatted(sentence));
    }
}
