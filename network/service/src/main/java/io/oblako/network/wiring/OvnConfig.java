package io.oblako.network.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Configuration of the data plane. */
@ConfigMapping(prefix = "oblako.ovn")
public interface OvnConfig {

    /**
     * OVN's Northbound database, every member of its cluster: {@code ssl:10.0.0.1:6641,ssl:10.0.0.2:6641}, {@code
     * tcp:} for tests or {@code unix:/path}. Absent: the API works and no packet flows.
     */
    Optional<String> northbound();

    /** OVN's Southbound database, likewise: it knows the hosts where routers may lead outside. */
    Optional<String> southbound();

    /** Private key, certificate and the authorities of the database's certificate, as PEM; for {@code ssl:}. */
    Optional<Path> key();

    Optional<Path> certificate();

    Optional<Path> authorities();

    /** Whether that certificate must bear the name or address above; those of {@code ovs-pki} do not. */
    @WithDefault("true")
    boolean verifyHost();

    /** How often everything is compared: within this time what somebody changed by hand is healed. */
    @WithDefault("20s")
    Duration wholeEvery();

    /** The domain under which DNS knows the names of ports. */
    @WithDefault("cloud.internal")
    String dnsDomain();

    /** For how long DHCP gives an address. */
    @WithDefault("12h")
    Duration lease();
}
