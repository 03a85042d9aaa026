package io.oblako.image.api;

import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.image.domain.quota.StorageQuota.Usage;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.tx.Transactions;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** What this image service offers. */
@Path("/v2/info")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {

    private static final long MIB = 1 << 20;

    private final StorageQuota quota;
    private final Transactions transactions;
    private final CurrentCaller caller;

    InfoResource(StorageQuota quota, Transactions transactions, CurrentCaller caller) {
        this.quota = quota;
        this.transactions = transactions;
        this.caller = caller;
    }

    /** No import method is offered: bytes come by upload alone. */
    @GET
    @Path("import")
    @Operation("image:info:import")
    public Map<String, Object> importMethods() {
        return Map.of(
                "import-methods",
                Map.of("description", "Import methods available.", "type", "array", "value", List.of()));
    }

    /** There is one store, which Glance says with this fault. */
    @GET
    @Path("stores")
    @Operation("image:info:stores")
    public Map<String, Object> stores() {
        throw CloudException.notFound("Multi backend is not supported at this site.");
    }

    /** Sizes in MiB, as Glance counts them. */
    @GET
    @Path("usage")
    @Operation("image:info:usage")
    public Map<String, Object> usage() {
        Usage usage = transactions.call(() -> quota.usageOf(caller.project()));
        return Map.of(
                "usage",
                Map.of(
                        "image_size_total",
                        Map.of("usage", usage.bytes() / MIB, "limit", usage.maxBytes() / MIB),
                        "image_count_total",
                        Map.of("usage", usage.images(), "limit", usage.maxImages())));
    }
}
