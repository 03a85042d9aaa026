package io.oblako.web.policy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The operation that a resource method is, for example {@code compute:servers:create}: the key of its row in
 * {@code policy.yaml}, its name in audit records and in the matrix of roles. A method without it is refused to everybody.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {
    String value();
}
