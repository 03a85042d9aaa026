package io.oblako.compute.api;

import static org.hamcrest.Matchers.equalTo;

import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which state an image must be in for a server to be made of it. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class ServersOfImagesIT {

    private final String project = TestIdentity.newProject();
    private final Api owner = Api.as(project, "member");

    private Response create(String status, @Nullable String sha512) {
        UUID image = Api.image(project, "private", status, sha512);
        return owner.post(
                "/servers",
                "{\"server\": {\"name\": \"web\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\", \"networks\": \"none\"}}"
                        .formatted(image, Api.flavor()));
    }

    /** Glance shows it active, so a server of it is accepted; its boot waits (see AwaitImageTest). */
    @Test
    void anImageThatIsActiveAndNotSettledIsAccepted() {
        String id = create("active", null).then().statusCode(202).extract().path("server.id");
        owner.get("/servers/" + id).then().statusCode(200).body("server.status", equalTo("BUILD"));
        owner.delete("/servers/" + id).then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "saving", "deactivated", "killed"})
    void anImageWithoutBytesToReadIsRefused(String status) {
        create(status, null).then().statusCode(400);
    }
}
