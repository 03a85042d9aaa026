package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.server.ConsoleOutput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** What a guest wrote to its serial console, and consoles to work at as they were asked for before microversion 2.6. */
@ApplicationScoped
class ConsoleActions implements ServerAction.Group {

    private static final int LAST_WITH_OLD_CONSOLES = 5;

    private final NovaRequest request;
    private final ServerLookups lookups;
    private final ConsoleOutput console;
    private final ConsoleTypes types;

    ConsoleActions(NovaRequest request, ServerLookups lookups, ConsoleOutput console, ConsoleTypes types) {
        this.request = request;
        this.lookups = lookups;
        this.console = console;
        this.types = types;
    }

    @Override
    public List<ServerAction> actions() {
        List<ServerAction> actions = new ArrayList<>();
        actions.add(new ServerAction(
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
        actions.add(
                old("os-getVNCConsole", ServerSchemas.oldConsole("os-getVNCConsole", ConsoleTypes.NOVNC, "xvpvnc")));
        actions.add(old("os-getSPICEConsole", ServerSchemas.oldConsole("os-getSPICEConsole", "spice-html5")));
        actions.add(old("os-getRDPConsole", ServerSchemas.oldConsole("os-getRDPConsole", "rdp-html5")));
        actions.add(old("os-getSerialConsole", ServerSchemas.oldConsole("os-getSerialConsole", ConsoleTypes.SERIAL)));
        return actions;
    }

    private ServerAction old(String name, Schema schema) {
        return new ServerAction(
                name, schema, LAST_WITH_OLD_CONSOLES, ServerAction.Kind.CHANGE_WITH_SECRET, (id, body) -> {
                    String type = body.at(name).needed("type");
                    String url = types.open(request.caller(), lookups.server(id), type);
                    return JsonOut.document(out -> out.object(
                                    "console", made -> made.text("type", type).text("url", url)))
                            .status(200);
                });
    }
}
