package io.oblako.compute.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.testing.OneMutation;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class OneMutationIT {

    @Test
    void I11_PLT_10_aServerIsMadeOnceAuditedAndToldUnderTheIdOfItsRequest() {
        String project = TestIdentity.newProject();
        String member = TestIdentity.current().token(project, "member");
        String body = "{\"server\": {\"name\": \"%%s\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\"}}"
                .formatted(Api.image(), Api.flavor());
        new OneMutation<>(
                        "compute", "compute:servers:create", ComputeTopics.SERVERS, "/v2.1/servers", "server.adminPass")
                .holds(member, body.formatted("once"), body.formatted("twice"));
        assertThat(Api.withToken(member).get("/servers").<Integer>path("servers.size()"))
                .isEqualTo(1);
    }
}
