package io.oblako.compute.api.server;

import io.oblako.kernel.id.ProjectId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant may know of a host: whether two of its servers share one. The digest of project and host, as Nova makes
 * it, differs from tenant to tenant. Remembered, bounded, because lists ask for the same few again and again.
 */
final class HostIds {

    private static final int REMEMBERED = 4096;
    private static final Map<String, String> KNOWN = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    private HostIds() {}

    /** @return empty for a server that is on no host */
    static String of(ProjectId project, @Nullable String host) {
        if (host == null) {
            return "";
        }
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(project.value() + host, HostIds::digest);
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-224").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-224", e);
        }
    }
}
