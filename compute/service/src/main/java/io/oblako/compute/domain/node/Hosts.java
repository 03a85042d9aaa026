package io.oblako.compute.domain.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The hosts as committed. Joins the transaction of the calling thread. */
public interface Hosts {

    /** All of them by name; at most 10,000. */
    List<Host> list();

    Optional<Host> find(String name);

    /** Those of these names that there are, in no order. */
    List<Host> named(Set<String> names);

    /** By UUID of the hypervisor or of the service. */
    Optional<Host> find(UUID hypervisorOrService);

    /** By Nova's integer, for microversions before 2.53. */
    Optional<Host> find(int number);

    /**
     * Takes a host out of scheduling or back in; what runs on it goes on.
     *
     * @param reason at most 255 characters; absent with {@code disabled} false
     * @return false when there is no such host
     */
    boolean setDisabled(String name, boolean disabled, @Nullable String reason);

    /**
     * Declares a host down, whatever its heartbeats say (microversion 2.11): it is given up for lost, so its epoch counts up
     * and its guests are stopped if it still lives. With {@code false} the host may run guests again.
     *
     * @return false when there is no such host
     */
    boolean setForcedDown(String name, boolean forcedDown);
}
