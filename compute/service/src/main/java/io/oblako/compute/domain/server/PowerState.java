package io.oblako.compute.domain.server;

/** What the node last saw of the guest, in Nova's numbers (OS-EXT-STS:power_state). */
public enum PowerState {
    NOSTATE(0),
    RUNNING(1),
    PAUSED(3),
    SHUTDOWN(4),
    CRASHED(6),
    SUSPENDED(7);

    private final int number;

    PowerState(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
