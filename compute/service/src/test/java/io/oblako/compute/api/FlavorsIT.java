package io.oblako.compute.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class FlavorsIT {

    private final String mine = TestIdentity.newProject();
    private final Api admin = Api.as(TestIdentity.newProject(), "admin");
    private final Api member = Api.as(mine, "member");
    private final Api stranger = Api.as(TestIdentity.newProject(), "member");

    private String create(String extra) {
        return admin.post(
                        "/flavors",
                        "{\"flavor\": {\"name\": \"f-%s\", \"ram\": 128, \"vcpus\": 2, \"disk\": 3%s}}"
                                .formatted(UUID.randomUUID(), extra))
                .then()
                .statusCode(200)
                .extract()
                .path("flavor.id");
    }

    @Test
    void aFlavorIsMadeShownDescribedAndRemoved() {
        String id = create(", \"id\": \"mine-" + UUID.randomUUID() + "\", \"description\": \"first\"");
        member.get("/flavors/" + id)
                .then()
                .statusCode(200)
                .body("flavor.ram", equalTo(128))
                .body("flavor.swap", equalTo(0))
                .body("flavor.description", equalTo("first"));
        admin.put("/flavors/" + id, "{\"flavor\": {\"description\": null}}")
                .then()
                .statusCode(200)
                .body("flavor.description", equalTo(null));
        admin.delete("/flavors/" + id).then().statusCode(202);
        member.get("/flavors/" + id)
                .then()
                .statusCode(404)
                .body("itemNotFound.message", equalTo("Flavor %s could not be found.".formatted(id)));
    }

    @Test
    void twoFlavorsShareNeitherIdNorName() {
        String id = create("");
        String name = member.get("/flavors/" + id).path("flavor.name");
        admin.post(
                        "/flavors",
                        "{\"flavor\": {\"name\": \"x\", \"id\": \"%s\", \"ram\": 1, \"vcpus\": 1, \"disk\": 0}}"
                                .formatted(id))
                .then()
                .statusCode(409)
                .body("conflictingRequest.message", equalTo("Flavor with ID %s already exists.".formatted(id)));
        admin.post(
                        "/flavors",
                        "{\"flavor\": {\"name\": \"%s\", \"ram\": 1, \"vcpus\": 1, \"disk\": 0}}".formatted(name))
                .then()
                .statusCode(409);
    }

    @Test
    void CMP_10_aPrivateFlavorIsSeenByThoseInItsListOnly() {
        String id = create(", \"os-flavor-access:is_public\": false");
        member.get("/flavors/" + id).then().statusCode(404);
        admin.post(
                        "/flavors/" + id + "/action",
                        "{\"addTenantAccess\": {\"tenant\": \"%s\"}}".formatted(TestIdentity.newProject()))
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString("is not a valid project"));
        Api.project(mine);
        admin.post("/flavors/" + id + "/action", "{\"addTenantAccess\": {\"tenant\": \"%s\"}}".formatted(mine))
                .then()
                .statusCode(200)
                .body("flavor_access[0].tenant_id", equalTo(mine));
        member.get("/flavors/" + id).then().statusCode(200);
        member.get("/flavors?limit=1000").then().body("flavors.id", hasItem(id));
        stranger.get("/flavors/" + id).then().statusCode(404);
        stranger.get("/flavors/detail").then().body("flavors.id", not(hasItem(id)));
        admin.post("/flavors/" + id + "/action", "{\"addTenantAccess\": {\"tenant\": \"%s\"}}".formatted(mine))
                .then()
                .statusCode(409);
        admin.post("/flavors/" + id + "/action", "{\"removeTenantAccess\": {\"tenant\": \"%s\"}}".formatted(mine))
                .then()
                .statusCode(200);
        member.get("/flavors/" + id).then().statusCode(404);
        admin.get("/flavors/detail?is_public=None").then().body("flavors.id", hasItem(id));
        admin.get("/flavors/detail").then().body("flavors.id", not(hasItem(id)));
    }

    @Test
    void aListIsPagedByMarkerAndLinks() {
        create("");
        create("");
        String next = member.get("/flavors?limit=1&sort_key=name&sort_dir=asc")
                .then()
                .statusCode(200)
                .extract()
                .path("flavors_links[0].href");
        String first = member.get("/flavors?limit=1&sort_key=name&sort_dir=asc").path("flavors[0].id");
        assertThat(next).contains("limit=1", "sort_key=name", "marker=" + first);
        List<String> second =
                member.get(next.substring(next.indexOf("/v2.1") + 5)).path("flavors.id");
        assertThat(second).hasSize(1).doesNotContain(first);
        member.get("/flavors?marker=nonsense").then().statusCode(400);
        member.get("/flavors?limit=-1").then().statusCode(400);
    }

    @Test
    void API_05_sortingAndFilteringTakeNoText() {
        member.get("/flavors?sort_key=id);drop table flavor").then().statusCode(400);
        member.get("/flavors?minRam=a").then().statusCode(400);
        member.at("2.75").get("/flavors?evil=1").then().statusCode(400);
        member.at("2.74").get("/flavors?evil=1").then().statusCode(200);
    }

    @Test
    void extraSpecsAreKeptAndCheckedSince86() {
        String id = create("");
        admin.post("/flavors/" + id + "/os-extra_specs", "{\"extra_specs\": {\"hw:cpu_policy\": \"maybe\"}}")
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString("hw:cpu_policy"));
        admin.at("2.85")
                .post("/flavors/" + id + "/os-extra_specs", "{\"extra_specs\": {\"a\": \"1\", \"b\": 2}}")
                .then()
                .statusCode(200);
        admin.put("/flavors/" + id + "/os-extra_specs/a", "{\"a\": \"3\"}")
                .then()
                .statusCode(200);
        admin.put("/flavors/" + id + "/os-extra_specs/a", "{\"b\": \"3\"}")
                .then()
                .statusCode(400);
        member.get("/flavors/" + id + "/os-extra_specs")
                .then()
                .body("extra_specs.a", equalTo("3"))
                .body("extra_specs.b", equalTo("2"));
        admin.delete("/flavors/" + id + "/os-extra_specs/a").then().statusCode(200);
        member.get("/flavors/" + id + "/os-extra_specs/a").then().statusCode(404);
    }
}
