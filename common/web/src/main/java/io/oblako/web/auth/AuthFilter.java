package io.oblako.web.auth;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.TokenVerifier;
import io.oblako.web.config.ServiceName;
import io.oblako.web.policy.Operation;
import io.oblako.web.policy.Policy;
import io.oblako.web.policy.Rule;
import io.oblako.web.request.CurrentRequest;
import io.oblako.web.version.Microversions;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides whether a request may reach its method: token, access rules, policy, microversion. Only
 * {@code X-Auth-Token} says who asks; identity headers of any other kind are not read (security row ID-11).
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class AuthFilter implements ContainerRequestFilter {

    private static final String TOKEN = "X-Auth-Token";
    private static final String UNNAMED = "";

    private final TokenVerifier tokens;
    private final Policy policy;
    private final ServiceName service;
    private final CurrentRequest current;
    private final ResourceInfo resource;
    private final @Nullable Microversions microversions;
    private final Map<Method, String> operations = new ConcurrentHashMap<>();

    AuthFilter(
            TokenVerifier tokens,
            Policy policy,
            ServiceName service,
            CurrentRequest current,
            ResourceInfo resource,
            Instance<Microversions> microversions) {
        this.tokens = tokens;
        this.policy = policy;
        this.service = service;
        this.current = current;
        this.resource = resource;
        this.microversions = microversions.isResolvable() ? microversions.get() : null;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String operation = operations.computeIfAbsent(resource.getResourceMethod(), AuthFilter::operation);
        current.refineOperation(operation);
        new RequestContext(current.requestId(), null, null).bind();
        Rule rule = policy.rule(operation);
        String token = request.getHeaderString(TOKEN);
        if (rule != Rule.ANYONE || token != null) {
            authenticate(rule, operation, token);
        }
        if (microversions != null) {
            String legacy = microversions.legacyHeader();
            current.negotiated(microversions.negotiate(
                    request.getHeaderString(Microversions.HEADER),
                    legacy == null ? null : request.getHeaderString(legacy)));
        }
    }

    private void authenticate(Rule rule, String operation, @Nullable String token) {
        if (rule == Rule.ANYONE) {
            // A public operation stays public to those who bring a token that is no longer good.
            tokens.find(token == null ? "" : token).ifPresent(this::remember);
            return;
        }
        if (token == null) {
            throw new CloudException(
                    CommonError.NOT_AUTHENTICATED, "The request you have made requires authentication.");
        }
        Caller caller = tokens.verify(token);
        remember(caller);
        checkAccessRules(caller);
        policy.require(caller, operation);
    }

    private void remember(Caller caller) {
        current.authenticated(caller);
        new RequestContext(
                        current.requestId(),
                        caller.project().map(Object::toString).orElse(null),
                        caller.user().value())
                .bind();
    }

    private void checkAccessRules(Caller caller) {
        boolean refused = !caller.accessRules().isEmpty()
                && caller.accessRules().stream()
                        .noneMatch(rule -> rule.allows(service.type(), current.method(), current.path()));
        if (refused) {
            throw new CloudException(
                    CommonError.NOT_ALLOWED,
                    "The access rules of the application credential do not allow this request.");
        }
    }

    private static String operation(Method method) {
        Operation named = method.getAnnotation(Operation.class);
        return named == null ? UNNAMED : named.value();
    }
}
