package io.oblako.identity.api;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Where the request of this thread comes from. */
@ApplicationScoped
class ClientAddress {

    private static final String HEADER = "X-Forwarded-For";

    private final RoutingContext http;
    private final TrustedProxies proxies;

    ClientAddress(RoutingContext http, TrustedProxies proxies) {
        this.http = http;
        this.proxies = proxies;
    }

    /** One word for the other end of the connection, or for whom a trusted proxy serves there. */
    String address() {
        var peer = http.request().remoteAddress();
        String literal = peer == null ? null : peer.hostAddress();
        return proxies.client(
                literal == null ? "" : literal, http.request().headers().getAll(HEADER));
    }
}
