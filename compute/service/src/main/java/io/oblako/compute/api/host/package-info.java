/** Services, hypervisors and availability zones over HTTP. */
@NullMarked
package io.oblako.compute.api.host;

import org.jspecify.annotations.NullMarked;
