package io.oblako.web.mutation;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.tx.Transactions;
import io.oblako.web.audit.Audit;
import io.oblako.web.request.CurrentRequest;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the transaction of a {@link Mutation} and makes a repeated request harmless. */
@Mutation
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class MutationInterceptor {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Transactions transactions;
    private final CurrentRequest request;
    private final IdempotencyKeys keys;
    private final Audit audit;

    MutationInterceptor(Transactions transactions, CurrentRequest request, IdempotencyKeys keys, Audit audit) {
        this.transactions = transactions;
        this.request = request;
        this.keys = keys;
        this.audit = audit;
    }

    @AroundInvoke
    @Nullable
    Object around(InvocationContext invocation) {
        Mutation onMethod = invocation.getMethod().getAnnotation(Mutation.class);
        Mutation mutation =
                onMethod == null ? invocation.getMethod().getDeclaringClass().getAnnotation(Mutation.class) : onMethod;
        List<String> secrets = mutation == null ? List.of() : List.of(mutation.secretAnswer());
        try {
            return transactions.call(() -> once(invocation, secrets));
        } catch (RuntimeException e) {
            request.forgetAudited();
            throw e;
        }
    }

    private @Nullable Object once(InvocationContext invocation, List<String> secrets) {
        Optional<String> key = request.method().equals("POST") ? request.idempotencyKey() : Optional.empty();
        if (key.isEmpty() || request.caller().isEmpty()) {
            return audited(proceed(invocation));
        }
        String caller = request.requireCaller().user().value()
                + '/'
                + request.requireCaller().project().map(Object::toString).orElse("-");
        String fingerprint = IdempotencyKeys.fingerprint(request.method(), request.path(), invocation.getParameters());
        Optional<Response> before = keys.claim(caller, key.get(), fingerprint);
        if (before.isPresent()) {
            return before.get();
        }
        Object answer = audited(proceed(invocation));
        if (!(answer instanceof Response response)) {
            throw new IllegalStateException(request.operation() + " is a POST and must return a Response");
        }
        keys.remember(caller, key.get(), response, secrets);
        return response;
    }

    private @Nullable Object audited(@Nullable Object answer) {
        int nothing = answer == null ? NO_CONTENT : OK;
        int status = answer instanceof Response response ? response.getStatus() : nothing;
        audit.inTransaction(status);
        return answer;
    }

    private static @Nullable Object proceed(InvocationContext invocation) {
        try {
            return invocation.proceed();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CloudException.conflict("The request was interrupted: repeat it.");
        } catch (Exception e) {
            throw new UndeclaredThrowableException(e);
        }
    }
}
