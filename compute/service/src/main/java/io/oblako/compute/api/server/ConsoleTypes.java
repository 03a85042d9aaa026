package io.oblako.compute.api.server;

import io.oblako.compute.console.ConsoleAddresses;
import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.domain.console.RemoteConsoles;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.token.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Types of consoles as Nova names them, and the addresses of those that are offered. */
@ApplicationScoped
class ConsoleTypes {

    static final String NOVNC = "novnc";
    static final String SERIAL = "serial";

    private final RemoteConsoles consoles;
    private final ConsoleAddresses addresses;

    ConsoleTypes(RemoteConsoles consoles, ConsoleAddresses addresses) {
        this.consoles = consoles;
        this.addresses = addresses;
    }

    /** For the actions that named no protocol. */
    String open(Caller caller, Server server, String type) {
        return open(caller, server, type.equals(SERIAL) ? SERIAL : "vnc", type);
    }

    /**
     * Gives the caller the right to open a console once.
     *
     * @return its address, which holds the secret
     * @throws CloudException INVALID_REQUEST for a type that is not offered; CONSOLE_NOT_READY
     */
    String open(Caller caller, Server server, String protocol, String type) {
        ConsoleKind kind = kind(protocol, type)
                .orElseThrow(() -> CloudException.badRequest(
                        ("Unavailable console type %s for instance %s: ask for %s. What the serial console said is read"
                                        + " with os-getConsoleOutput (openstack console log show).")
                                .formatted(
                                        type, server.id(), addresses.showsScreens() ? "novnc or serial" : "serial")));
        return addresses.of(kind, consoles.grant(caller, server, kind));
    }

    private Optional<ConsoleKind> kind(String protocol, String type) {
        return switch (protocol + "/" + type) {
            case "serial/serial" -> Optional.of(ConsoleKind.SERIAL);
            case "vnc/novnc" -> addresses.showsScreens() ? Optional.of(ConsoleKind.SCREEN) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
