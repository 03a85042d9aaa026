/** Regions, services and endpoints. */
@NullMarked
package io.oblako.identity.domain.catalog;

import org.jspecify.annotations.NullMarked;
