/** Nothing but what makes this module an application to Quarkus; the tests of common are in {@code src/test}. */
@NullMarked
package io.oblako.tests;

import org.jspecify.annotations.NullMarked;
