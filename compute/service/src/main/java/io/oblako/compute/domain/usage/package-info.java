/** What servers used over time, from recorded facts. */
@NullMarked
package io.oblako.compute.domain.usage;

import org.jspecify.annotations.NullMarked;
