package io.oblako.network.domain.network;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Catalog;
import java.util.UUID;

/** All networks there are. */
public interface Networks extends Catalog<Network> {

    /** Whether ports are on it that nobody deletes with it. */
    boolean inUse(UUID network);

    /** Whether another project than the owner has ports on it, besides those with rights of their own. */
    boolean usedByOthers(UUID network, ProjectId owner);

    /**
     * A segment that no network has yet.
     *
     * @throws io.oblako.kernel.error.CloudException CONFLICT when a chosen one is taken
     */
    Network.Provider reserve(Network.Provider wanted);
}
