package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the view for the request of this thread: one look at the hosts for operators, none for tenants. */
@ApplicationScoped
class ServerViews {

    private static final int HOST_STATUS_SINCE = 16;

    private final NovaRequest request;
    private final Hosts hosts;
    private final Links links;

    ServerViews(NovaRequest request, Hosts hosts, Links links) {
        this.request = request;
        this.hosts = hosts;
        this.links = links;
    }

    ServerView current() {
        boolean admin = request.caller().isAdmin();
        Map<String, Host> known = admin && request.since(HOST_STATUS_SINCE)
                ? hosts.list().stream().collect(Collectors.toMap(Host::name, Function.identity()))
                : Map.of();
        return new ServerView(links, request.minor(), admin, known);
    }

    /** For answers that name a server and no more. */
    ServerView brief() {
        return new ServerView(links, request.minor(), false, Map.of());
    }
}
