package io.oblako.web.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.oblako.kernel.error.CloudException;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Registers {@link Faults} for everything that can be thrown; the specific ones replace the framework's own mappers. */
public class FaultMapper {

    private final Faults faults;

    @Inject
    FaultMapper(Faults faults) {
        this.faults = faults;
    }

    @ServerExceptionMapper
    public Response cloud(CloudException e) {
        return faults.of(e);
    }

    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException e) {
        return faults.of(e);
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException e) {
        return faults.of(e);
    }

    @ServerExceptionMapper
    public Response notFound(NotFoundException e) {
        return faults.of(e);
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException e) {
        return faults.of(e);
    }

    @ServerExceptionMapper
    public Response any(Throwable e) {
        return faults.of(e);
    }
}
