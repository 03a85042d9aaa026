package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.server.ConsoleOutput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What a guest wrote to its serial console. */
@ApplicationScoped
class ConsoleActions implements ServerAction.Group {

    private final NovaRequest request;
    private final ConsoleOutput console;

    ConsoleActions(NovaRequest request, ConsoleOutput console) {
        this.request = request;
        this.console = console;
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(new ServerAction(
                "os-getConsoleOutput",
                ServerSchemas.CONSOLE_OUTPUT,
                ServerAction.FOR_EVER,
                ServerAction.Kind.LOOK,
                (id, body) -> {
                    Integer lines =
                            body.at("os-getConsoleOutput").whole("length").orElse(null);
                    String output = console.of(request.caller(), ServerLookups.id(id), lines);
                    return JsonOut.document(out -> out.text("output", output)).status(200);
                }));
    }
}
