package io.oblako.compute.persistence;

import io.oblako.compute.domain.ComputeError;
import io.oblako.compute.domain.quota.Claim;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Quotas in PostgreSQL. Usage is one row per project, so a project's requests queue for it in the order they reach it,
 * and what a request may take is decided by the statement that takes it.
 */
@ApplicationScoped
class PostgresQuotas implements Quotas {

    private static final String DEFAULTS = "class:default";

    private final QuotaTables tables;

    PostgresQuotas(QuotaTables tables) {
        this.tables = tables;
    }

    @Override
    public int reserve(ProjectId project, List<UUID> servers, Claim each, int least) {
        Map<Resource, Integer> limits = limits(project);
        for (int count = servers.size(); count >= least; count--) {
            QuotaUse wanted = QuotaUse.of(each, count);
            if (tables.take(project.value(), wanted, limits)) {
                tables.insertClaims(project.value(), servers.subList(0, count), QuotaUse.of(each, 1));
                return count;
            }
            count = Math.min(count, room(limits, tables.usage(project.value()), QuotaUse.of(each, 1)) + 1);
        }
        throw over(QuotaUse.of(each, least), limits, tables.usage(project.value()));
    }

    /** How many more would fit, as a first guess for the next try. */
    private static int room(Map<Resource, Integer> limits, Map<Resource, Long> used, QuotaUse each) {
        long room = Integer.MAX_VALUE - 1;
        for (Map.Entry<Resource, Long> want : wants(each).entrySet()) {
            int limit = limits.getOrDefault(want.getKey(), UNLIMITED);
            if (limit >= 0 && want.getValue() > 0) {
                room = Math.min(room, (limit - used.getOrDefault(want.getKey(), 0L)) / want.getValue());
            }
        }
        return (int) Math.max(0, room);
    }

    @Override
    public void change(ProjectId project, UUID server, Claim claim) {
        QuotaUse use = QuotaUse.of(claim, 1);
        QuotaUse before = tables.lockClaim(server).orElse(QuotaUse.NOTHING);
        QuotaUse difference = before.to(use);
        Map<Resource, Integer> limits = limits(project);
        if (!tables.take(project.value(), difference, limits)) {
            throw over(difference, limits, tables.usage(project.value()));
        }
        tables.replaceClaim(project.value(), server, use);
    }

    @Override
    public void release(UUID server) {
        tables.removeClaim(server).ifPresent(gone -> tables.giveBack(gone.project(), gone.use()));
    }

    /**
     * @see <a href="https://opendev.org/openstack/nova/src/branch/stable/zed/nova/exception.py">Nova: TooManyInstances</a>
     */
    private static CloudException over(QuotaUse asked, Map<Resource, Integer> limits, Map<Resource, Long> used) {
        List<String> names = new ArrayList<>();
        List<String> requested = new ArrayList<>();
        List<String> usage = new ArrayList<>();
        List<String> allowed = new ArrayList<>();
        wants(asked).forEach((resource, want) -> {
            int limit = limits.getOrDefault(resource, UNLIMITED);
            long already = used.getOrDefault(resource, 0L);
            if (limit >= 0 && want > 0 && already + want > limit) {
                names.add(resource.word());
                requested.add(String.valueOf(want));
                usage.add(String.valueOf(already));
                allowed.add(limit + " " + resource.word());
            }
        });
        return new CloudException(
                ComputeError.OVER_QUOTA,
                "Quota exceeded for %s: Requested %s, but already used %s of %s"
                        .formatted(
                                String.join(", ", names),
                                String.join(", ", requested),
                                String.join(", ", usage),
                                String.join(", ", allowed)));
    }

    private static Map<Resource, Long> wants(QuotaUse use) {
        Map<Resource, Long> wants = new EnumMap<>(Resource.class);
        wants.put(Resource.CORES, use.cores());
        wants.put(Resource.INSTANCES, use.instances());
        wants.put(Resource.RAM, use.ramMib());
        return wants;
    }

    @Override
    public Map<Resource, Integer> limits(ProjectId project) {
        Map<Resource, Integer> limits = defaults();
        limits.putAll(tables.limits(project.value()));
        return limits;
    }

    @Override
    public Map<Resource, Integer> defaults() {
        Map<Resource, Integer> limits = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            limits.put(resource, resource.standard());
        }
        limits.putAll(tables.limits(DEFAULTS));
        return limits;
    }

    @Override
    public Map<Resource, Long> usage(ProjectId project) {
        return tables.usage(project.value());
    }

    @Override
    public void setLimits(ProjectId project, Map<Resource, Integer> limits) {
        tables.setLimits(project.value(), limits);
    }

    @Override
    public void setDefaults(Map<Resource, Integer> limits) {
        tables.setLimits(DEFAULTS, limits);
    }

    @Override
    public void resetLimits(ProjectId project) {
        tables.removeLimits(project.value());
    }

    @Override
    public void reserveKeypair(ProjectId project, UserId user) {
        int limit = limits(project).getOrDefault(Resource.KEY_PAIRS, UNLIMITED);
        if (!tables.takeKeypair(ofUser(user), limit)) {
            throw new CloudException(
                    ComputeError.OVER_QUOTA,
                    "Quota exceeded, too many key pairs. %d are allowed: delete one first.".formatted(limit));
        }
    }

    @Override
    public void releaseKeypair(UserId user) {
        tables.giveBackKeypair(ofUser(user));
    }

    private static String ofUser(UserId user) {
        return "user:" + user.value();
    }
}
