package io.oblako.web.mutation;

import io.oblako.kernel.error.CloudException;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the transaction of a {@link Mutation} and makes a repeated request harmless. */
@Mutation
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class MutationInterceptor {

    private final Mutations mutations;

    MutationInterceptor(Mutations mutations) {
        this.mutations = mutations;
    }

    @AroundInvoke
    @Nullable
    Object around(InvocationContext invocation) {
        Mutation onMethod = invocation.getMethod().getAnnotation(Mutation.class);
        Mutation mutation =
                onMethod == null ? invocation.getMethod().getDeclaringClass().getAnnotation(Mutation.class) : onMethod;
        List<String> secrets = mutation == null ? List.of() : List.of(mutation.secretAnswer());
        return mutations.commit(() -> proceed(invocation), secrets, invocation.getParameters());
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
