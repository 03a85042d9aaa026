package io.oblako.compute.node;

import io.oblako.compute.node.qemu.GuestsShutdown;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * What runs when a host goes down, after its node daemon has ended: switches off the guests. Takes the daemon's settings.
 * Exit code 2: they are wrong.
 */
public final class HostShutdown {

    private HostShutdown() {}

    public static void main(String[] arguments) {
        NodeLogs.choose();
        NodeConfig config;
        try {
            config = NodeConfig.of(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("oblako-node: " + e.getMessage());
            System.exit(2);
            return;
        }
        NodeLogs.configure(config.jsonLogs());
        GuestsShutdown.Outcome outcome =
                new GuestsShutdown(config.stateDir(), Duration.ofSeconds(config.shutdownSeconds())).run();
        Logger.getLogger(HostShutdown.class)
                .infof(
                        "Host %s goes down: %d guests powered down, %d ended",
                        config.name(), outcome.poweredDown(), outcome.ended());
    }
}
