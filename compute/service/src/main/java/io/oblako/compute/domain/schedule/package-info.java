/** The scheduler: which host a server goes to, and why. */
@NullMarked
package io.oblako.compute.domain.schedule;

import org.jspecify.annotations.NullMarked;
