package io.oblako.compute.domain.flavor;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import java.util.Set;

/** Decides which projects may use a private flavor. Public flavors have no list. */
public final class FlavorAccess {

    private final Flavors flavors;

    public FlavorAccess(Flavors flavors) {
        this.flavors = flavors;
    }

    /** @throws CloudException NOT_FOUND for an unknown or a public flavor */
    public Set<String> list(String flavor) {
        if (known(flavor).isPublic()) {
            throw CloudException.notFound("Access list not available for public flavors.");
        }
        return flavors.access(flavor);
    }

    /**
     * @throws CloudException NOT_FOUND for an unknown flavor; CONFLICT for a public one or a project that has access
     */
    public Set<String> grant(String flavor, ProjectId project) {
        if (known(flavor).isPublic()) {
            throw CloudException.conflict("Can not add access to a public flavor.");
        }
        if (!flavors.grant(flavor, project)) {
            throw CloudException.conflict("Flavor access already exists for flavor %s and project %s combination."
                    .formatted(flavor, project));
        }
        return flavors.access(flavor);
    }

    /** @throws CloudException NOT_FOUND for an unknown flavor or a project that has no access */
    public Set<String> revoke(String flavor, ProjectId project) {
        known(flavor);
        if (!flavors.revoke(flavor, project)) {
            throw CloudException.notFound(
                    "Flavor access not found for %s / %s combination.".formatted(flavor, project));
        }
        return flavors.access(flavor);
    }

    private Flavor known(String flavor) {
        return flavors.find(flavor).orElseThrow(() -> notFound(flavor));
    }

    /** Nova's words for a flavor that is not there, or not for this caller. */
    public static CloudException notFound(String flavor) {
        String shown = flavor.length() > 64 ? flavor.substring(0, 64) + '…' : flavor;
        return CloudException.notFound("Flavor %s could not be found.".formatted(shown));
    }
}
