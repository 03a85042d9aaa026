package io.oblako.compute.node.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A socket's name is short: the kernel takes at most 107 bytes of it (unix(7)), and Java one less. Where the state folder's name
 * is long, a link is short.
 */
final class SocketFolder {

    private static final int MAX_NAME = 106;
    private static final int BELOW = "/00000000-0000-0000-0000-000000000000/run/rescue.sock".length();
    private static final int KEY_CHARS = 12;

    private SocketFolder() {}

    /** Tells this node's guests from those of another one on the same machine. */
    static String key(Path stateDir) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(stateDir.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, KEY_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name of the folder of all guests that is short enough. */
    static Path of(Path guests, String key) {
        if (guests.toString().getBytes(StandardCharsets.UTF_8).length + BELOW <= MAX_NAME) {
            return guests;
        }
        Path link = Path.of("/run/oblako-" + key);
        try {
            if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(link);
            }
            return Files.createSymbolicLink(link, guests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
