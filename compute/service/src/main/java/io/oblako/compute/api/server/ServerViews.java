package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.server.Server;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the view for the request of this thread: one look at the hosts of what is shown for operators, none for tenants. */
@ApplicationScoped
class ServerViews {

    private static final int HOST_STATUS_SINCE = 16;

    private final NovaRequest request;
    private final Hosts hosts;
    private final Links links;
    private final ServerAddresses addresses;

    ServerViews(NovaRequest request, Hosts hosts, Links links, ServerAddresses addresses) {
        this.request = request;
        this.hosts = hosts;
        this.links = links;
        this.addresses = addresses;
    }

    /** @param shown the servers that the answer is about: operators see the state of their hosts */
    ServerView of(List<Server> shown) {
        boolean admin = request.caller().isAdmin();
        return new ServerView(
                links,
                request.minor(),
                admin,
                admin && request.since(HOST_STATUS_SINCE) ? hostsOf(shown) : Map.of(),
                addresses);
    }

    private Map<String, Host> hostsOf(List<Server> shown) {
        Set<String> names = shown.stream()
                .map(server -> server.placement().node())
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
        return names.isEmpty()
                ? Map.of()
                : hosts.named(names).stream().collect(Collectors.toMap(Host::name, Function.identity()));
    }

    /** For answers that name a server and no more. */
    ServerView brief() {
        return new ServerView(links, request.minor(), false, Map.of(), addresses);
    }
}
