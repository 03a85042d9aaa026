package io.oblako.compute.api.server;

import io.oblako.compute.api.view.Links;
import jakarta.enterprise.context.ApplicationScoped;

/** What requests that show a changed server lean on. */
@ApplicationScoped
class ServerShapes {

    private final ServerLookups lookups;
    private final ServerViews views;
    private final Links links;

    ServerShapes(ServerLookups lookups, ServerViews views, Links links) {
        this.lookups = lookups;
        this.views = views;
        this.links = links;
    }

    ServerLookups lookups() {
        return lookups;
    }

    ServerViews views() {
        return views;
    }

    Links links() {
        return links;
    }
}
