/** The hosts of the data plane, as tools for operators expect them. */
@NullMarked
package io.oblako.network.domain.agent;

import org.jspecify.annotations.NullMarked;
