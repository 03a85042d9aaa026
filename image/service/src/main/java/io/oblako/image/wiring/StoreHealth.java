package io.oblako.image.wiring;

import io.oblako.web.health.Dependency;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Where the bytes of images are. Without it images are listed and shown all the same, so it decides nothing. */
@Wellness
@ApplicationScoped
class StoreHealth implements HealthCheck {

    private final ImageConfig config;

    StoreHealth(ImageConfig config) {
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = Dependency.named("image store", List.of());
        try {
            FileStore disk = Files.getFileStore(config.storeDir());
            return answer.status(Files.isWritable(config.storeDir()) && disk.getUsableSpace() > 0)
                    .withData("freeBytes", disk.getUsableSpace())
                    .build();
        } catch (IOException e) {
            return answer.down().withData("reason", String.valueOf(e)).build();
        }
    }
}
