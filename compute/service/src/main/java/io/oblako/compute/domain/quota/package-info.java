/** Quotas: what a project may use at most and what it uses now, exact under races. */
@NullMarked
package io.oblako.compute.domain.quota;

import org.jspecify.annotations.NullMarked;
