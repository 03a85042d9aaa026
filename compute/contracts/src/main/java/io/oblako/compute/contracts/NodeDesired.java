package io.oblako.compute.contracts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a node ought to have. Level-triggered: only the newest value of a key counts, and reading it twice is
 * harmless. A tombstone ends the node's interest: compute writes it after the node has reported the thing gone.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = NodeDesired.Guest.class, name = "guest"),
    @Type(value = NodeDesired.Snapshot.class, name = "snapshot"),
    @Type(value = NodeDesired.Lease.class, name = "lease")
})
public sealed interface NodeDesired {

    String node();

    /** The Kafka key: node name, a slash and the thing; node names contain no slash. */
    @JsonIgnore
    String key();

    /** What a guest ought to be doing. */
    enum Wish {
        RUNNING,
        /** No process; the disk stays. */
        STOPPED,
        /** In memory, not executing. */
        PAUSED,
        /** Memory saved to disk, no process. */
        SUSPENDED,
        /** Nothing of it may be left: process, disk, directory. */
        ABSENT
    }

    /**
     * A guest.
     *
     * @param generation counts up with each change of the server; reports repeat it
     * @param epoch of the claim of this node on this server: reports of another epoch are void
     * @param diskGeneration the root disk is made anew from the image when the node's own number is lower (rebuild)
     * @param softReboots how many times the guest was asked to reboot by ACPI so far; the node catches up with the number
     *     and forces what does not react within {@link GuestSpec#shutdownTimeoutSeconds()}
     * @param hardReboots the same for a reset by power
     * @param requestId whose request led here, for the node's log lines
     * @param leased whether it may run only while the node holds a valid lease: for guests that may be started on another
     *     host once the lease has run out; false where an older release left it out
     */
    record Guest(
            String node,
            UUID server,
            String project,
            long generation,
            long epoch,
            Wish wish,
            GuestSpec spec,
            long diskGeneration,
            long softReboots,
            long hardReboots,
            String requestId,
            boolean leased)
            implements NodeDesired {

        @Override
        public String key() {
            return node + '/' + server;
        }
    }

    /**
     * A copy of a guest's root disk that ought to become the content of an image. The node writes it through the image
     * service under the id given, once, and reports each change; compute then removes the wish.
     *
     * @param image id of the (queued) image that receives the bytes
     */
    record Snapshot(String node, UUID server, UUID image, String project, long epoch, String requestId)
            implements NodeDesired {

        @Override
        public String key() {
            return node + "/snapshot-" + image;
        }
    }

    /**
     * The answer to a heartbeat: the node may run guests until {@code ttlMillis} after it <em>sent</em> the heartbeat
     * with this sequence number (its own monotonic clock); a node without a valid lease stops its {@linkplain Guest#leased()
     * leased} guests itself, the others run on.
     *
     * @param epoch counts up each time the node was given up for lost; a node that held an older one stops all its guests
     *     before it takes this one over
     * @param heartbeat sequence number of the heartbeat that this answers
     * @param bootId of the daemon run that sent that heartbeat; another run ignores the answer
     * @param fenced true when guests must be stopped at once: the node was given up while it was away
     */
    record Lease(
            String node,
            long epoch,
            long heartbeat,
            String bootId,
            long ttlMillis,
            boolean fenced,
            @Nullable Instant at)
            implements NodeDesired {

        @Override
        public String key() {
            return node + "/lease";
        }
    }
}
