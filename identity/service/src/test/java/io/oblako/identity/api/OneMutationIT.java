package io.oblako.identity.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.testing.OneMutation;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(IdentityEngines.class)
class OneMutationIT {

    @Test
    void I11_PLT_10_aProjectIsMadeOnceAuditedAndToldUnderTheIdOfItsRequest() {
        String admin = Cloud.admin();
        String name = Cloud.fresh("once");
        String body = "{\"project\": {\"name\": \"%s\", \"domain_id\": \"default\"}}";
        new OneMutation<>("identity", "identity:projects:create", IdentityTopics.PROJECTS, "/v3/projects", "")
                .holds(admin, body.formatted(name), body.formatted(name + "-2"));
        assertThat(Cloud.as(admin).get("/v3/projects?name=" + name).<Integer>path("projects.size()"))
                .isEqualTo(1);
    }
}
