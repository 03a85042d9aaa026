package io.oblako.network.domain;

import io.oblako.kernel.id.ProjectId;
import java.util.UUID;

/** A thing of the network API: a record with the standard part. */
public interface Resource<T extends Resource<T>> {

    Standard standard();

    /** The same with another standard part. */
    T with(Standard standard);

    default UUID id() {
        return standard().id();
    }

    default ProjectId project() {
        return standard().project();
    }
}
