package io.oblako.image.api;

import io.oblako.testing.Engines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Real engines, a store in a temporary folder, and tokens for anybody a test needs. */
public final class ImageCloud implements QuarkusTestResourceLifecycleManager {

    private static Engines.Space space;
    private static TestIdentity identity;
    private static Path store;

    @Override
    public Map<String, String> start() {
        // Kafka's client loads its plug-ins by the thread's loader, which here is not always the one that loaded Kafka.
        Thread.currentThread().setContextClassLoader(TestIdentity.class.getClassLoader());
        space = Engines.space("image");
        identity = TestIdentity.publishedTo(space);
        try {
            store = Files.createTempDirectory("oblako-images");
        } catch (IOException e) {
            throw new IllegalStateException("no place for images", e);
        }
        Map<String, String> config = new HashMap<>(space.config());
        config.put("oblako.image.store-dir", store.toString());
        config.put("oblako.image.image-size-total", "8M");
        config.put("oblako.image.max-image-size", "16M");
        config.put("oblako.image.max-images", "60");
        config.put("oblako.image.settle-at-once", "1M");
        config.put("oblako.image.upload-lease", "3S");
        config.put("oblako.image.reap-every", "1S");
        return config;
    }

    @Override
    public void stop() {
        // the folder stays for a look after a failure; the system clears its temporary folders
    }

    static Engines.Space space() {
        return space;
    }

    static TestIdentity identity() {
        return identity;
    }

    static Path store() {
        return store;
    }

    /** A request by a fresh user with the persona in the project. */
    static RequestSpecification as(String project, String persona) {
        return RestAssured.given().header("X-Auth-Token", identity.token(project, persona));
    }
}
