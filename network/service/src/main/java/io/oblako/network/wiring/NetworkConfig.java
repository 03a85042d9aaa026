package io.oblako.network.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Configuration of the network service alone. */
@ConfigMapping(prefix = "oblako.network")
public interface NetworkConfig {

    /** Public URL of the network API, without a version. */
    @WithDefault("http://127.0.0.1:9696")
    String url();

    /** Bytes of the largest IP packet that fits into a tunnel between hosts: the underlay's MTU less 58 for Geneve. */
    @WithDefault("1442")
    int mtu();

    /** The availability zones of this cloud. */
    @WithDefault("nova")
    List<String> zones();
}
