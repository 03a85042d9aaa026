package io.oblako.compute.contracts;

import java.util.Locale;
import java.util.UUID;

/** The two consoles of a guest that can be worked at. */
public enum ConsoleKind {
    /** The first serial port: bytes, as the guest's terminal speaks them. */
    SERIAL,
    /**
     * Screen, keyboard and mouse, in the protocol of remote frame buffers.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6143">RFC 6143</a>
     */
    SCREEN;

    private final String path;

    ConsoleKind() {
        this.path = name().toLowerCase(Locale.ROOT);
    }

    /** What follows {@code /guests/SERVER/} where the guest's node is asked for the console. */
    public String path() {
        return path;
    }

    /** The target of the WebSocket at the guest's node; the call is signed as one of GET. */
    public String target(UUID server) {
        return "/guests/" + server + "/" + path;
    }
}
