package io.oblako.web.request;

import io.oblako.kernel.request.RequestContext;
import io.oblako.web.audit.AuditAfterwards;
import io.oblako.web.version.Microversion;
import io.oblako.web.version.Microversions;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** The last thing that happens to a request: ids and versions are echoed, and what is due is audited. */
@Provider
public class DepartureFilter implements ContainerResponseFilter {

    private final CurrentRequest current;
    private final AuditAfterwards audit;
    private final @Nullable Microversions microversions;

    DepartureFilter(CurrentRequest current, AuditAfterwards audit, Instance<Microversions> microversions) {
        this.current = current;
        this.audit = audit;
        this.microversions = microversions.isResolvable() ? microversions.get() : null;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle(ArrivalFilter.REQUEST_ID, current.requestId());
        if (microversions != null) {
            echoVersion(microversions, headers);
        }
        audit.ifDue(request.getMethod(), response.getStatus());
        RequestContext.unbind();
    }

    private void echoVersion(Microversions offered, MultivaluedMap<String, Object> headers) {
        headers.add("Vary", Microversions.HEADER);
        String legacy = offered.legacyHeader();
        if (legacy != null) {
            headers.add("Vary", legacy);
        }
        Microversion used = current.microversion();
        if (used != null) {
            headers.putSingle(Microversions.HEADER, offered.service() + ' ' + used);
            if (legacy != null) {
                headers.putSingle(legacy, used.toString());
            }
        }
    }
}
