package io.oblako.network.domain.security;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Viewer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which security groups a port is in. */
public final class PortGroups {

    private final SecurityGroups groups;
    private final DefaultGroup standard;

    public PortGroups(SecurityGroups groups, DefaultGroup standard) {
        this.groups = groups;
        this.standard = standard;
    }

    /** The default group of the project. */
    public UUID standard(ProjectId project) {
        return standard.of(project).id();
    }

    /**
     * The groups named, without doubles; all of the port's project, or shared with the viewer.
     *
     * @throws io.oblako.kernel.error.CloudException SECURITY_GROUP_NOT_FOUND
     */
    public List<UUID> checked(Viewer viewer, ProjectId project, List<UUID> named) {
        List<UUID> distinct = named.stream().distinct().toList();
        if (distinct.isEmpty()) {
            return distinct;
        }
        Viewer owner = viewer.operator() ? new Viewer(project, false) : viewer;
        Query query =
                Query.where(owner, "id", distinct.stream().map(UUID::toString).toList());
        Set<UUID> seen =
                groups.list(query).rows().stream().map(SecurityGroup::id).collect(Collectors.toSet());
        for (UUID id : distinct) {
            if (!seen.contains(id)) {
                throw Kind.SECURITY_GROUP.notFound(id);
            }
        }
        return distinct;
    }
}
