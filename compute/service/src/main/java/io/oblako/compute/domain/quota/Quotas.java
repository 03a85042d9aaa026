package io.oblako.compute.domain.quota;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Limits and usage of projects. Every writer runs in the caller's transaction, so usage and the thing that uses it
 * commit
 * together, and usage always equals the sum of the claims (security rows API-15, API-16). A limit of -1 means none.
 */
public interface Quotas {

    int UNLIMITED = -1;

    /**
     * Claims quota for servers about to be made: for as many of the first ones as there is room for, but for all of the
     * first {@code least} or for none. Exact under races: the comparison with the limit and the change of the usage are
     * one statement.
     *
     * @param servers ids of all servers wanted, in order
     * @param each what each of them will use
     * @return how many of them were granted, {@code least} or more
     * @throws CloudException OVER_QUOTA naming the resources that lack, in Nova's words
     */
    int reserve(ProjectId project, List<UUID> servers, Claim each, int least);

    /**
     * Replaces the claim of a server, for a resize. Giving back always works; doing it again changes nothing.
     *
     * @throws CloudException OVER_QUOTA when more is wanted than is left
     */
    void change(ProjectId project, UUID server, Claim claim);

    /** Gives back what the server claimed; doing it again, or for a server that never claimed, changes nothing. */
    void release(UUID server);

    /**
     * The limits in force for the project: its own, else the default class's, else the standard. Every resource has
     * one.
     */
    Map<Resource, Integer> limits(ProjectId project);

    /** The limits of projects that have none of their own. */
    Map<Resource, Integer> defaults();

    /** What the project uses now; only counted resources. Key pairs are a user's and count 0 here. */
    Map<Resource, Long> usage(ProjectId project);

    /** Sets limits of a project; resources that are not named keep theirs. */
    void setLimits(ProjectId project, Map<Resource, Integer> limits);

    /** Sets limits of the default class. */
    void setDefaults(Map<Resource, Integer> limits);

    /** Back to the defaults. */
    void resetLimits(ProjectId project);

    /**
     * Counts one more key pair of a user.
     *
     * @throws CloudException OVER_QUOTA
     */
    void reserveKeypair(ProjectId project, UserId user);

    void releaseKeypair(UserId user);
}
