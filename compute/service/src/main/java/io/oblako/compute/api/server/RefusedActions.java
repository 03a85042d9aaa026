package io.oblako.compute.api.server;

import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * Actions of Nova that this cloud does not offer yet. They are refused in words instead of being unknown, after the
 * server was found, so that a stranger learns nothing from them.
 */
@ApplicationScoped
class RefusedActions implements ServerAction.Group {

    private final ServerLookups lookups;

    RefusedActions(ServerLookups lookups) {
        this.lookups = lookups;
    }

    @Override
    public List<ServerAction> actions() {
        List<ServerAction> refused = new ArrayList<>();
        for (String name : List.of(
                "createBackup",
                "shelve",
                "shelveOffload",
                "unshelve",
                "rescue",
                "unrescue",
                "restore",
                "trigger_crash_dump",
                "migrate",
                "os-migrateLive",
                "evacuate",
                "injectNetworkInfo",
                "resetNetwork")) {
            refused.add(notYet(name, ServerAction.FOR_EVER));
        }
        refused.add(ServerAction.change("changePassword", ServerSchemas.CHANGE_PASSWORD, (id, body) -> {
            Server server = lookups.server(id);
            throw new CloudException(
                    CommonError.NOT_IMPLEMENTED,
                    ("Unable to set password on instance %s: no agent runs in the guest. Set it at boot with"
                                    + " adminPass, or inside the guest.")
                            .formatted(server.id()));
        }));
        return refused;
    }

    private ServerAction notYet(String name, int last) {
        return new ServerAction(
                name, Schema.anything(), last, ServerAction.Kind.CHANGE, (id, body) -> refuse(name, id));
    }

    private Response refuse(String name, String id) {
        lookups.server(id);
        throw new CloudException(CommonError.NOT_IMPLEMENTED, "%s is not offered by this cloud yet.".formatted(name));
    }
}
