package io.oblako.compute.api.saga;

import io.oblako.web.policy.Operation;
import io.oblako.web.saga.SagaReads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** What compute is doing now and what became of it, for operators: not OpenStack's, so it has no version. */
@Path(SagaReads.PATH)
@RunOnVirtualThread
public class SagasResource {

    private final SagaReads sagas;

    SagasResource(SagaReads sagas) {
        this.sagas = sagas;
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
}
