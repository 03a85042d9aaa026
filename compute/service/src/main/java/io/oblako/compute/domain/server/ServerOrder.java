package io.oblako.compute.domain.server;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.Nic;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something asked of a server that exists. */
public sealed interface ServerOrder {

    record Start() implements ServerOrder {}

    record Stop() implements ServerOrder {}

    record SoftReboot() implements ServerOrder {}

    record HardReboot() implements ServerOrder {}

    record Pause() implements ServerOrder {}

    record Unpause() implements ServerOrder {}

    record Suspend() implements ServerOrder {}

    record Resume() implements ServerOrder {}

    /**
     * @param image the new root disk's
     * @param sealedSecrets of the new guest
     */
    record Rebuild(
            Server.Details details,
            BootImage image,
            ServerRequest.@Nullable Key key,
            @Nullable String sealedSecrets) implements ServerOrder {}

    /** @param diskAuto {@code OS-DCF:diskConfig} from now on; absent: as it is */
    record Resize(Flavor flavor, @Nullable Boolean diskAuto) implements ServerOrder {}

    record ConfirmResize() implements ServerOrder {}

    record RevertResize() implements ServerOrder {}

    /** @param image id that the new image will have */
    record CreateImage(UUID image, String name, Map<String, String> properties) implements ServerOrder {
        public CreateImage {
            properties = Map.copyOf(properties);
        }
    }

    /** @param nic one that the server does not have yet */
    record AttachInterface(Nic nic) implements ServerOrder {}

    record DetachInterface(UUID port) implements ServerOrder {}

    record Lock(boolean byAdmin, @Nullable String reason) implements ServerOrder {}

    record Unlock() implements ServerOrder {}

    record ResetState(boolean active) implements ServerOrder {}

    record Delete() implements ServerOrder {}

    record ForceDelete() implements ServerOrder {}
}
