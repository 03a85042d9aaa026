package io.oblako.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts a service under test into a space of its own in the real engines, with a test key published where it looks for
 * keys. Use: {@code @WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value =
 * "image"))} on the test class, then {@link TestIdentity#current()} for tokens. All test classes of a module name the
 * same service, so that Quarkus starts once for all of them.
 */
public final class QuarkusEngines implements QuarkusTestResourceLifecycleManager {

    private String service = "service";

    @Override
    public void init(Map<String, String> initArgs) {
        service = initArgs.getOrDefault("service", service);
    }

    @Override
    public Map<String, String> start() {
        Engines.Space space = Engines.space(service);
        Map<String, String> config = new HashMap<>(space.config());
        config.putAll(TestIdentity.publishedTo(space).config());
        return config;
    }

    @Override
    public void stop() {
        // The space stays: the engines are thrown away as a whole after the build.
    }
}
