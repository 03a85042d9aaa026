/** Routers, their interfaces and routes; floating IPs and what they forward. */
@NullMarked
package io.oblako.network.domain.router;

import org.jspecify.annotations.NullMarked;
