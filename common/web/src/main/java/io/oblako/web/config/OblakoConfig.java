package io.oblako.web.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;

/** Configuration that every service has. */
@ConfigMapping(prefix = "oblako")
public interface OblakoConfig {

    /** Kafka's bootstrap list, host:port. */
    @WithDefault("127.0.0.1:9092")
    String kafka();

    /** Put before every topic and consumer group, so that clouds can share a broker. */
    Optional<String> topicPrefix();

    /**
     * Which of the replicas of this service the process is: the same after a restart, never that of another that lives (the
     * name of a pod of a stateful set is such). What it had in hand when it was killed then need not wait for its session in
     * Kafka to end. Absent: each start is a new replica.
     */
    Optional<String> replica();

    /** The region that this installation is. */
    @WithDefault("RegionOne")
    String region();

    /** Public URL of the identity API, with /v3. */
    @WithDefault("http://127.0.0.1:5000/v3")
    String identityUrl();

    /** Public URL of the image API, without a version. */
    @WithDefault("http://127.0.0.1:9292")
    String imageUrl();

    /** Public URL of the compute API, with /v2.1. */
    @WithDefault("http://127.0.0.1:8774/v2.1")
    String computeUrl();

    /** Public URL of the network API, without a version. */
    @WithDefault("http://127.0.0.1:9696")
    String networkUrl();

    /** A folder whose files stop, fail or kill saga steps, for tests; a service in production refuses to start with it. */
    @WithName("step-gate-dir")
    Optional<String> stepGateDir();

    /** Says that the step gate of a built service is meant: for tests of what {@code ./oblako} runs. */
    @WithDefault("false")
    boolean stepGateAllowed();
}
