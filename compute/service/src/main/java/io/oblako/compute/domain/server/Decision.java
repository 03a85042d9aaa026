package io.oblako.compute.domain.server;

/** What {@link Lifecycle} makes of an order. */
public sealed interface Decision {

    Server server();

    /** The wish is already true, or on its way to be. */
    record Settled(Server server) implements Decision {}

    /** The server changes, and nothing more has to be done. */
    record Changed(Server server) implements Decision {}

    /**
     * The server changes, and work begins.
     *
     * @param overrides whether work that is under way has to turn back first
     */
    record Begun(Server server, boolean overrides) implements Decision {}
}
