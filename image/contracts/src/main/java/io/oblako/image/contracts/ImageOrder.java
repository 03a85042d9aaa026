package io.oblako.image.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order to the image service. The one who orders chooses the id, so an order repeated is the same order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(value = ImageOrder.Create.class, name = "create"),
    @Type(value = ImageOrder.Abandon.class, name = "abandon"),
    @Type(value = ImageOrder.Delete.class, name = "delete")
})
public sealed interface ImageOrder {

    UUID image();

    /**
     * Make a queued image that somebody will fill, for example with a snapshot of a server. The answer is the fact that
     * appears; an order that cannot be followed (quota) makes a killed image whose {@code os_fault} property says why.
     *
     * @param properties what the tenant said included, so they are judged as if the tenant had set them
     * @param inherited names of those properties that another image has, unchanged: judged when it got them; absent for
     *     none
     */
    record Create(
            UUID image,
            String project,
            String user,
            String name,
            String diskFormat,
            String containerFormat,
            String visibility,
            int minDiskGib,
            int minRamMib,
            Map<String, String> properties,
            @Nullable Set<String> inherited,
            String requestId)
            implements ImageOrder {
        public Create {
            properties = Map.copyOf(properties);
            inherited = inherited == null ? null : Set.copyOf(inherited);
        }

        public boolean inherits(String property) {
            return inherited != null && inherited.contains(property);
        }
    }

    /** What an order made is not needed any more: remove it, unless it is already active. */
    record Abandon(UUID image, String reason, String requestId) implements ImageOrder {}

    /**
     * Delete an image for a tenant, whatever its status. The image service judges anew whether they may: an image that is
     * protected, somebody else's or gone stays as it is.
     *
     * @param project the project they act in; absent for system tokens
     * @param operator whether they are an operator, who may delete everybody's
     */
    record Delete(UUID image, @Nullable String project, boolean operator, String requestId) implements ImageOrder {}
}
