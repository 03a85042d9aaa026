package io.oblako.compute.domain.keypair;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key pairs of the users. Writers run inside the caller's transaction. */
public interface Keypairs {

    Optional<Keypair> find(UserId user, String name);

    /**
     * The key pairs of a user in the order of their names.
     *
     * @param after name of the last one of the page before; absent for the first page
     * @param limit most to return
     */
    List<Keypair> list(UserId user, @Nullable String after, int limit);

    /**
     * Stores a key pair.
     *
     * @return as stored, with its number
     * @throws CloudException CONFLICT when the user has one of this name
     */
    Keypair add(Keypair keypair);

    /** @return whether there was one */
    boolean remove(UserId user, String name);
}
