package io.oblako.compute.node.hypervisor;

/** Where a longer action says how far it is, and hears that nobody wants its result any more. */
public interface Progress {

    /** For actions whose course interests nobody. */
    Progress NONE = new Progress() {};

    /** A step was completed just now, for timelines. Names are short and constant, for example {@code exec}. */
    default void mark(String step) {}

    /** How much of a copy is done. */
    default void bytes(long done, long total) {}

    /** How many bytes a process that works for the action has read so far; said about once a second. */
    default void read(long bytes) {}

    /** True when the action ought to end early by {@link GuestFailure#cancelled()}. */
    default boolean cancelled() {
        return false;
    }

    /** @throws GuestFailure when the action was cancelled */
    default void checkpoint() {
        if (cancelled()) {
            throw GuestFailure.cancelled();
        }
    }
}
