package io.oblako.compute.api.saga;

import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.oblako.web.saga.SagaCancellation;
import io.oblako.web.saga.SagaReads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** What compute is doing now and what became of it, for operators: not OpenStack's, so it has no version. */
@Path(SagaReads.PATH)
@RunOnVirtualThread
public class SagasResource {

    private final SagaReads sagas;
    private final SagaCancellation cancellation;

    SagasResource(SagaReads sagas, SagaCancellation cancellation) {
        this.sagas = sagas;
        this.cancellation = cancellation;
    }

    @GET
    @Operation("compute:sagas:list")
    public Response list(@Context UriInfo uri) {
        return sagas.page(uri.getQueryParameters());
    }

    @GET
    @Path("{saga}")
    @Operation("compute:sagas:show")
    public Response show(@PathParam("saga") String saga) {
        return sagas.one(saga);
    }

    @POST
    @Path("{saga}/cancel")
    @Operation("compute:sagas:cancel")
    @Mutation
    public Response cancel(@PathParam("saga") String saga, byte @Nullable [] body) {
        return cancellation.cancel(saga, body);
    }
}
