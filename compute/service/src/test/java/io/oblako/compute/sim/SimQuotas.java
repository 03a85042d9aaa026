package io.oblako.compute.sim;

import io.oblako.compute.domain.ComputeError;
import io.oblako.compute.domain.quota.Claim;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.testing.sim.SimDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Quotas of ten instances a project. */
class SimQuotas implements Quotas {

    static final int MOST_INSTANCES = 10;

    record Row(UUID server, ProjectId project, Claim claim) {}

    final SimDatabase.Table<UUID, Row> rows;

    SimQuotas(SimDatabase database) {
        rows = database.table("quota_claim");
    }

    private long instances(ProjectId project) {
        return rows.all().stream().filter(row -> row.project().equals(project)).count();
    }

    @Override
    public int reserve(ProjectId project, List<UUID> servers, Claim each, int least) {
        int granted = (int) Math.min(servers.size(), MOST_INSTANCES - instances(project));
        if (granted < least) {
            throw new CloudException(ComputeError.OVER_QUOTA, "Quota exceeded for instances");
        }
        servers.subList(0, granted).forEach(id -> rows.put(id, new Row(id, project, each)));
        return granted;
    }

    @Override
    public void change(ProjectId project, UUID server, Claim claim) {
        if (rows.has(server)) {
            rows.put(server, new Row(server, project, claim));
        }
    }

    @Override
    public void release(UUID server) {
        rows.remove(server);
    }

    @Override
    public Map<Resource, Integer> limits(ProjectId project) {
        return Map.of();
    }

    @Override
    public Map<Resource, Integer> defaults() {
        return Map.of();
    }

    @Override
    public Map<Resource, Long> usage(ProjectId project) {
        return Map.of(Resource.INSTANCES, instances(project));
    }

    @Override
    public void setLimits(ProjectId project, Map<Resource, Integer> limits) {}

    @Override
    public void setDefaults(Map<Resource, Integer> limits) {}

    @Override
    public void resetLimits(ProjectId project) {}

    @Override
    public void reserveKeypair(ProjectId project, UserId user) {}

    @Override
    public void releaseKeypair(UserId user) {}
}
