package io.oblako.web.mutation;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource method that changes something. It runs in the one transaction in which state, messages, quota, the audit
 * record and the answer to an {@code Idempotency-Key} commit together; whatever it throws rolls all of it back.
 *
 * <p>A POST returns a {@link jakarta.ws.rs.core.Response} whose entity Jackson can write, so that the same request with
 * the same key gets the same answer again, with {@code Idempotency-Replayed: true}.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Mutation {

    /**
     * Fields of the answer that hold a secret (a generated password, a private key), each as its names from the outermost
     * object inwards with dots between, for example {@code server.adminPass}. They are given out once and never kept: who
     * repeats the request gets the same answer without them.
     */
    @Nonbinding
    String[] secretAnswer() default {};
}
