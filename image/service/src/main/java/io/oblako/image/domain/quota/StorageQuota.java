package io.oblako.image.domain.quota;

import io.oblako.kernel.id.ProjectId;

/**
 * What each project stores and may store. Every change is part of the transaction that changes the image, and refuses to
 * pass the limit even when many ask at once (security row API-15).
 */
public interface StorageQuota {

    /** @throws io.oblako.kernel.error.CloudException STORAGE_QUOTA when the project has all the images it may have */
    void countImage(ProjectId project);

    void uncountImage(ProjectId project);

    /**
     * Takes bytes, or gives them back when negative.
     *
     * @throws io.oblako.kernel.error.CloudException STORAGE_QUOTA when the project would store more than it may
     */
    void charge(ProjectId project, long bytes);

    /** Takes what is being given to the project by an operator, without asking for the limit. */
    void chargeAnyway(ProjectId project, long bytes);

    /** Like {@link #charge}, but answers instead of throwing. */
    boolean tryCharge(ProjectId project, long bytes);

    Usage usageOf(ProjectId project);

    /** What a project stores and may store. */
    record Usage(int images, int maxImages, long bytes, long maxBytes) {}
}
