package io.oblako.network.domain.network;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.share.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The rules of subnet pools. */
public final class SubnetPoolLifecycle implements Lifecycle<SubnetPool> {

    private final SubnetPools pools;
    private final Subnets subnets;
    private final AddressScopeLifecycle scopes;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;

    public SubnetPoolLifecycle(
            SubnetPools pools,
            Subnets subnets,
            AddressScopeLifecycle scopes,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        this.scopes = scopes;
        this.pools = pools;
        this.subnets = subnets;
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public SubnetPool create(Viewer viewer, Values wanted) {
        Standard standard = stamp.born(wanted);
        quotas.reserve(Kind.SUBNET_POOL, standard.project(), 1);
        SubnetPool pool = of(standard, wanted, Set.of());
        checkOneDefault(pool);
        scopes.check(viewer, pool);
        pools.add(pool);
        return pool;
    }

    @Override
    public SubnetPool change(Viewer viewer, SubnetPool current, Values wanted) {
        viewer.requireOwner(current, "update_subnetpool");
        SubnetPool next = of(stamp.changed(current.standard(), wanted), wanted, current.sharedWith());
        for (Cidr had : current.prefixes()) {
            if (next.prefixes().stream().noneMatch(prefix -> prefix.contains(had))) {
                throw new CloudException(
                        NetworkError.ILLEGAL_SUBNET_POOL_PREFIX_BOUNDS,
                        ("Illegal subnetpool update: existing prefixes must be a subset of the new prefixes; %s is "
                                        + "missing.")
                                .formatted(had));
            }
        }
        checkOneDefault(next);
        scopes.check(viewer, next);
        return save(next);
    }

    @Override
    public SubnetPool save(SubnetPool next) {
        return pools.save(next);
    }

    @Override
    public void delete(Viewer viewer, SubnetPool current) {
        viewer.requireOwner(current, "delete_subnetpool");
        if (!subnets.fromPool(current.id()).isEmpty()) {
            throw new CloudException(
                    NetworkError.SUBNET_POOL_IN_USE,
                    "Unable to delete subnet pool: Subnet pool has existing allocations: %s.".formatted(current.id()));
        }
        pools.remove(current);
        changes.gone(Kind.SUBNET_POOL, current.id());
    }

    /** The one place where what a request says becomes a pool. */
    private static SubnetPool of(Standard standard, Values wanted, Set<String> sharedWith) {
        List<Cidr> prefixes = compacted(wanted.list("prefixes", Cidr.class));
        int version = prefixes.getFirst().version();
        if (prefixes.stream().anyMatch(prefix -> prefix.version() != version)) {
            throw SubnetPlan.invalid("Cannot mix IPv4 and IPv6 prefixes in a subnet pool");
        }
        int bits = version == 4 ? 32 : 128;
        int least = Objects.requireNonNullElse(wanted.optional("min_prefixlen", Integer.class), version == 4 ? 8 : 64);
        int most = Objects.requireNonNullElse(wanted.optional("max_prefixlen", Integer.class), bits);
        int standardLength = Objects.requireNonNullElse(wanted.optional("default_prefixlen", Integer.class), least);
        if (least > most || most > bits) {
            throw bounds("max_prefixlen", most, "min_prefixlen", least);
        }
        if (standardLength < least || standardLength > most) {
            throw bounds("default_prefixlen", standardLength, "min_prefixlen and max_prefixlen", least);
        }
        return new SubnetPool(
                standard,
                version,
                prefixes,
                standardLength,
                least,
                most,
                wanted.optional("default_quota", Integer.class),
                wanted.flag("is_default"),
                Shares.everybody(sharedWith, wanted.given("shared"), wanted.flag("shared")),
                AddressScopeLifecycle.wanted(wanted));
    }

    private static CloudException bounds(String what, int value, String bound, int limit) {
        return new CloudException(
                NetworkError.ILLEGAL_SUBNET_POOL_PREFIX_BOUNDS,
                "Illegal prefix bounds: %s=%d does not go with %s=%d.".formatted(what, value, bound, limit));
    }

    /** Without prefixes that others contain, and with two halves made one, in order. */
    static List<Cidr> compacted(List<Cidr> prefixes) {
        List<Cidr> compact = new ArrayList<>();
        for (Cidr prefix : prefixes.stream().sorted().toList()) {
            if (!compact.isEmpty() && compact.getLast().contains(prefix)) {
                continue;
            }
            Cidr joined = prefix;
            while (!compact.isEmpty() && halves(compact.getLast(), joined)) {
                Cidr lower = compact.removeLast();
                joined = new Cidr(lower.base(), lower.length() - 1);
            }
            compact.add(joined);
        }
        return compact;
    }

    private static boolean halves(Cidr lower, Cidr upper) {
        return lower.version() == upper.version()
                && lower.length() == upper.length()
                && lower.length() > 0
                && new Cidr(lower.base(), lower.length() - 1).equals(new Cidr(upper.base(), upper.length() - 1))
                && !lower.equals(upper);
    }

    private void checkOneDefault(SubnetPool pool) {
        if (!pool.isDefault()) {
            return;
        }
        pools.standard(pool.version())
                .filter(other -> !other.id().equals(pool.id()))
                .ifPresent(other -> {
                    throw SubnetPlan.invalid("A default subnetpool for IPv%d family already exists: %s"
                            .formatted(pool.version(), other.id()));
                });
    }
}
