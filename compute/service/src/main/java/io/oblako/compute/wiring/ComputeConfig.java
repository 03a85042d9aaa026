package io.oblako.compute.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Configuration that only compute has. */
@ConfigMapping(prefix = "oblako")
public interface ComputeConfig {

    /** 32 random bytes, base64, shared with the nodes: seals what only guests may see, and signs calls to nodes. */
    String secretsKey();

    Scheduler scheduler();

    Servers servers();

    Consoles consoles();

    /** Which host a server goes to. */
    interface Scheduler {

        /** Availability zone of hosts that were not known before. */
        @WithDefault("nova")
        String defaultZone();

        /** Virtual processors promised per processor. */
        @WithDefault("16")
        double cpuRatio();

        /** MiB promised per MiB. */
        @WithDefault("1.5")
        double ramRatio();

        /** GiB promised per GiB. */
        @WithDefault("1")
        double diskRatio();

        /** How much each property of a host counts; negative stacks servers instead of spreading them. */
        @WithDefault("1")
        double ramWeight();

        @WithDefault("1")
        double cpuWeight();

        @WithDefault("0.5")
        double diskWeight();

        @WithDefault("1")
        double ioLoadWeight();

        @WithDefault("2")
        double acceleratorWeight();

        @WithDefault("0.5")
        double imageWeight();

        /** How often the hosts are read anew from the database. */
        @WithDefault("1S")
        Duration refresh();
    }

    /** Consoles of guests that can be worked at. */
    interface Consoles {

        /** Folder of noVNC, with {@code core} and {@code vendor} in it; without it no screens are offered. */
        Optional<Path> novnc();

        /** Origins beside our own from whose pages consoles may be opened, for example a dashboard's. */
        Optional<Set<String>> origins();
    }

    /** How long deleted servers are remembered. */
    interface Servers {

        @WithDefault("30D")
        Duration rememberDeleted();
    }
}
