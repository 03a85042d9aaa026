package io.oblako.compute.node.hypervisor;

import io.oblako.compute.contracts.ConsoleKind;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What can run guests. It stands for the machine, not for the daemon: what it holds outlives the daemon, and every answer
 * is found by looking, not by remembering. Calls about one guest come from one thread at a time, calls about several from
 * several threads.
 */
public interface Hypervisor extends AutoCloseable {

    /** What the machine is; constant while the daemon runs. */
    HostFacts facts();

    /** What is taken just now. */
    HostUsage usage();

    /** All guests of which anything is left: a process, a disk, a directory. */
    Set<UUID> present();

    /** How a guest is. Unknown guests are answered with {@link ActualGuest#NOTHING}. */
    ActualGuest observe(UUID server);

    /**
     * Does one thing to a guest. Repeatable: the daemon may be killed at any line of it and asks for it again.
     *
     * @throws GuestFailure when it could not be done
     */
    void perform(UUID server, Action action, Progress progress);

    /**
     * The newest output of the guest's first serial port, at most 1 MiB; empty when there is none or the guest is unknown.
     */
    byte[] console(UUID server);

    /**
     * A line to a console of a running guest. Closing it leaves the guest as it was.
     *
     * <p>The serial port has one line at a time: a new one ends the one before, because that may be a connection nobody is
     * at any more. What the guest writes is in {@link #console} all the same; it waits for no reader.
     *
     * @return reads and writes wait; both end when the guest's process ends
     * @throws GuestFailure when the guest does not run, or has no such console
     */
    ByteChannel openConsole(UUID server, ConsoleKind kind);

    /**
     * Writes a flat qcow2 copy of the root disk, as it is at one moment, to a file that does not exist yet. The guest may
     * be running.
     *
     * @throws GuestFailure when it could not be made
     */
    void copyRootDisk(UUID server, Path target, Progress progress);

    /**
     * Lets go of what is kept of images that are not there any more, unless a guest lives on it.
     *
     * @param exists whether an image is still known
     */
    void forgetImages(Predicate<UUID> exists);

    /** Names a guest each time something may have happened to it. The listener returns at once. */
    void onChange(Consumer<UUID> listener);

    /** Lets go of the guests. They run on. */
    @Override
    void close();
}
