package io.oblako.compute.domain.saga;

import io.oblako.compute.domain.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param attempt 1 for the first host
 * @param tried hosts that failed before
 * @param before the sentence of the attempt before; absent in the first
 * @param node host that was claimed; absent until then
 * @param refusal why no host was valid; absent when one was
 * @param networked whether the server has interfaces: for the others, the steps about ports cost nothing
 */
public record BootContext(
        UUID server,
        UUID work,
        int attempt,
        List<String> tried,
        @Nullable String before,
        @Nullable String node,
        @Nullable String refusal,
        boolean networked) {

    public BootContext {
        tried = List.copyOf(tried);
    }

    static BootContext first(Server server, UUID work) {
        boolean networked = !server.nics().isEmpty();
        return new BootContext(server.id(), work, 1, List.of(), null, null, null, networked);
    }

    BootContext on(String host) {
        return new BootContext(server, work, attempt, tried, before, host, null, networked);
    }

    BootContext refused(String sentence) {
        return new BootContext(server, work, attempt, tried, before, null, sentence, networked);
    }

    /** The next attempt, on another host. */
    BootContext again(String failed, String sentence) {
        List<String> all = new ArrayList<>(tried);
        all.add(failed);
        return new BootContext(server, work, attempt + 1, all, sentence, null, null, networked);
    }
}
