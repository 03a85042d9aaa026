package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.server.ServerView.Extent;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.server.FindServer;
import io.oblako.compute.domain.server.Server;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Everything that shows servers and changes none. */
@ApplicationScoped
class ServerReads {

    private final NovaRequest request;
    private final FindServer find;
    private final ServerLists lists;
    private final ServerViews views;
    private final Links links;

    ServerReads(NovaRequest request, FindServer find, ServerLists lists, ServerViews views, Links links) {
        this.request = request;
        this.find = find;
        this.lists = lists;
        this.views = views;
        this.links = links;
    }

    Links links() {
        return links;
    }

    Document list() {
        return lists.document("/servers", page -> views.brief()::brief);
    }

    Document detail() {
        return lists.document("/servers/detail", page -> {
            ServerView view = views.of(page);
            return (out, server) -> view.full(out, server, Extent.LIST);
        });
    }

    Document show(String id) {
        return server(find.find(request.caller(), ServerLookups.id(id)), Extent.SHOW);
    }

    Document server(Server server, Extent extent) {
        ServerView view = views.of(List.of(server));
        return JsonOut.document(out -> out.object("server", shown -> view.full(shown, server, extent)));
    }
}
