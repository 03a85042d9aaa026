package io.oblako.image.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.image.contracts.ImageTopics;
import io.oblako.testing.OneMutation;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class OneMutationIT {

    @Test
    void I11_PLT_10_anImageIsMadeOnceAuditedAndToldUnderTheIdOfItsRequest() {
        String project = TestIdentity.newProject();
        String member = ImageCloud.identity().token(project, "member");
        new OneMutation<>("image", "image:images:create", ImageTopics.IMAGES, "/v2/images", "")
                .holds(member, "{\"name\": \"once\"}", "{\"name\": \"twice\"}");
        assertThat(given().header("X-Auth-Token", member).get("/v2/images").<Integer>path("images.size()"))
                .isEqualTo(1);
    }
}
