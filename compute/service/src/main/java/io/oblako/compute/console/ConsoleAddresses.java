package io.oblako.compute.console;

import io.oblako.compute.api.view.Links;
import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.wiring.ComputeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where consoles are reached, and from which pages. All of it is configured, nothing is taken from a request (security rows
 * API-10, CMP-02).
 */
@ApplicationScoped
public class ConsoleAddresses {

    static final String ATTACH = "/consoles/attach";
    static final String SCREEN = "/consoles/screen.html";

    private final String base;
    private final String origin;
    private final Set<String> otherOrigins;
    private final Optional<Path> viewer;

    ConsoleAddresses(Links links, ComputeConfig compute) {
        this.base = links.bare();
        URI parsed = URI.create(base);
        this.origin = parsed.getScheme() + "://" + parsed.getAuthority();
        this.otherOrigins = compute.consoles().origins().orElse(Set.of());
        this.viewer = compute.consoles().novnc();
    }

    /** Whether there is something to show screens with. */
    public boolean showsScreens() {
        return viewer.isPresent();
    }

    Optional<Path> viewer() {
        return viewer;
    }

    /** The address that a client opens: a page for a screen, a WebSocket for a serial port. */
    public String of(ConsoleKind kind, String secret) {
        return switch (kind) {
            case SCREEN -> base + SCREEN + "?token=" + secret;
            case SERIAL -> base.replaceFirst("^http", "ws") + ATTACH + "?token=" + secret;
        };
    }

    /** Whether a page of this origin may open consoles; one that names none is no page of ours. */
    boolean trusts(@Nullable String asked) {
        return asked != null && (asked.equals(origin) || otherOrigins.contains(asked));
    }
}
