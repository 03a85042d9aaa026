package io.oblako.compute.domain.project;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.token.Caller;

/**
 * Refuses to set or show something for a project that is none, so that a slip of the pen is not kept as a limit that
 * nobody has.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#quota-sets-os-quota-sets">Compute API: quota sets</a>
 */
public final class RequireProject {

    private final Projects projects;

    public RequireProject(Projects projects) {
        this.projects = projects;
    }

    /**
     * The project, if there is one; the one the caller's token is for is taken as it is.
     *
     * @throws CloudException INVALID_REQUEST
     */
    public ProjectId existing(Caller caller, String id) {
        ProjectId project = parsed(id);
        boolean own = caller.project().filter(project::equals).isPresent();
        if (!own && !projects.exists(project)) {
            throw CloudException.badRequest(
                    "Project ID %s is not a valid project. Give the id of a project, not its name.".formatted(project));
        }
        return project;
    }

    /**
     * What may have been the id of a project.
     *
     * @throws CloudException INVALID_REQUEST
     */
    public static ProjectId parsed(String id) {
        try {
            return ProjectId.of(id);
        } catch (IllegalArgumentException e) {
            throw new CloudException(CommonError.INVALID_REQUEST, "That is not the id of a project.", e);
        }
    }
}
