/** What all kinds of resources have in common: the standard part, values, queries, errors. */
@NullMarked
package io.oblako.network.domain;

import org.jspecify.annotations.NullMarked;
