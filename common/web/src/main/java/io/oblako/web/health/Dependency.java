package io.oblako.web.health;

import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * One thing in the tree of what a service needs: each health check is called as a word, and names in {@code needs} those that
 * it rests on in turn, so that one look tells the cause from what follows from it. Those without which requests fail decide
 * about readiness; the others are shown as they are and change nothing, because a service that can still answer must not be
 * taken away.
 */
public final class Dependency {

    private static final String NEEDS = "needs";

    private Dependency() {}

    /**
     * An answer that names what the thing rests on.
     *
     * @param needs names of other dependencies, of this service or outside of it
     */
    public static HealthCheckResponseBuilder named(String name, List<String> needs) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
        return needs.isEmpty() ? response : response.withData(NEEDS, String.join(", ", needs));
    }
}
