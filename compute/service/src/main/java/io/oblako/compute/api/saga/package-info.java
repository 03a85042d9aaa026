/** Services, hypervisors and availability zones over HTTP. */
@NullMarked
package io.oblako.compute.api.saga;

import org.jspecify.annotations.NullMarked;
