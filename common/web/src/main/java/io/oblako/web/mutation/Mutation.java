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
     * True for answers that carry a secret (a generated password, private key or token): they are not kept, so a repeated
     * key is answered with 409 and where the made thing is, instead of the secret.
     */
    @Nonbinding
    boolean secretAnswer() default false;
}
