package io.oblako.compute.api;

import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.schema.Schema;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.token.Caller;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.request.CurrentRequest;
import io.oblako.web.version.Microversion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** The request of this thread as Nova's resources see it: caller, microversion, query. */
@ApplicationScoped
public class NovaRequest {

    /** From here on unknown query parameters are refused instead of ignored. */
    public static final int STRICT_QUERIES = 75;

    private static final int OLDEST = 1;

    private final CurrentCaller caller;
    private final CurrentRequest request;
    private final UriInfo uri;

    NovaRequest(CurrentCaller caller, CurrentRequest request, UriInfo uri) {
        this.caller = caller;
        this.request = request;
        this.uri = uri;
    }

    public Caller caller() {
        return caller.get();
    }

    /** @throws CloudException NOT_ALLOWED for a token without a project */
    public ProjectId project() {
        return caller.project();
    }

    /** The minor number of the microversion in force: 53 for 2.53. */
    public int minor() {
        Microversion version = request.microversion();
        return version == null ? OLDEST : version.minor();
    }

    public boolean since(int minor) {
        return minor() >= minor;
    }

    public MultivaluedMap<String, String> query() {
        return uri.getQueryParameters();
    }

    /** Reads and checks a body in the microversion in force. */
    public Body body(byte[] bytes, Schema schema) {
        return Body.read(bytes).check(schema, minor());
    }

    /**
     * Nova's answer where a resource came or went with a microversion.
     *
     * @throws CloudException NOT_FOUND outside 2.first to 2.last
     */
    public void only(int first, int last) {
        if (minor() < first || minor() > last) {
            throw CloudException.notFound("The resource could not be found.");
        }
    }

    /**
     * Refuses query parameters that the list does not know, from the microversion on that does so.
     *
     * @throws CloudException INVALID_REQUEST
     */
    public void refuseUnknownQuery(int since, Set<String> known) {
        if (minor() < since) {
            return;
        }
        for (String name : query().keySet()) {
            if (!known.contains(name)) {
                throw CloudException.badRequest(
                        ("Invalid input for query parameters. Additional properties are not allowed ('%s' was"
                                        + " unexpected)")
                                .formatted(name.length() > 64 ? name.substring(0, 64) + "…" : name));
            }
        }
    }
}
