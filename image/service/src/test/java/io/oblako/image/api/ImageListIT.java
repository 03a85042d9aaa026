package io.oblako.image.api;

import static io.oblako.image.api.Bits.register;
import static io.oblako.image.api.Bits.upload;
import static io.oblako.image.api.ImageCloud.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class ImageListIT {

    private final String project = TestIdentity.newProject();

    @BeforeEach
    void fourImages() {
        String a = register(project, """
                {"name": "a", "disk_format": "raw", "container_format": "bare", "tags": ["x", "y"], "os_distro": "debian"}""");
        upload(project, a, Bits.random(1000)).statusCode(204);
        String b = register(project, """
                {"name": "b", "disk_format": "qcow2", "container_format": "bare", "tags": ["x"], "min_disk": 5}""");
        upload(project, b, Bits.qcow2().array()).statusCode(204);
        register(
                project,
                "{\"name\": \"c,d\", \"protected\": true, \"visibility\": \"private\", \"os_distro\": \"alpine\"}");
        register(project, "{\"name\": \"h\", \"os_hidden\": true}");
    }

    private String names(String query) {
        Response response = as(project, "reader").get("/v2/images?sort=name:asc&" + query);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return String.join(" ", response.<List<String>>path("images.name"));
    }

    @ParameterizedTest(name = "{0} lists [{1}]")
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=10                       |a b c,d",
                "name=a                         |a",
                "name=in:a,b                    |a b",
                "name=in:\"c,d\",b              |b c,d",
                "name=A                         |''",
                "status=active                  |a b",
                "status=in:active,queued        |a b c,d",
                "status=nonsense                |''",
                "disk_format=qcow2              |b",
                "container_format=bare          |a b",
                "tag=x                          |a b",
                "tag=x&tag=y                    |a",
                "tag=%25                        |''",
                "size_min=1500                  |b",
                "size_max=1500                  |a",
                "size=1000                      |a",
                "min_disk=5                     |b",
                "protected=true                 |c,d",
                "os_hidden=true                 |h",
                "visibility=private             |c,d",
                "visibility=shared              |a b",
                "visibility=public              |''",
                "os_distro=debian               |a",
                "os_distro=debian&name=b        |''",
                "unknown_property=1             |''",
                "created_at=gt:2020-01-01T00:00:00Z|a b c,d",
                "updated_at=lte:2020-01-01T00:00:00|''",
                "id=not-an-id                   |''",
                "os_hash_algo=md5               |''",
                "os_hash_algo=sha512            |a b c,d",
                "member_status=all              |a b c,d"
            })
    void filters(String query, String expected) {
        if (expected == null) {
            assertThat(as(project, "reader")
                            .get("/v2/images?" + query.replace(" ", "%20"))
                            .statusCode())
                    .isEqualTo(400);
            return;
        }
        assertThat(names(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort_key=id)%3Bdrop",
                "sort_key=name&sort_dir=up",
                "sort=name:sideways",
                "limit=-1",
                "limit=1e9",
                "marker=../",
                "marker=00000000-0000-0000-0000-000000000000",
                "visibility=everything",
                "size_min=many",
                "protected=maybe",
                "member_status=perhaps",
                "created_at=yesterday",
                "name=in:%22open"
            })
    void API_05_filtersThatMeanNothingAreRefused(String query) {
        Response response = as(project, "reader")
                .urlEncodingEnabled(false)
                .accept("application/json")
                .get("/v2/images?" + query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.asString()).doesNotContainIgnoringCase("sql").doesNotContain("hibernate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=' or 1=1",
                "os_distro=' or 'a'='a",
                "x') or ('a'='a=1",
                "tag=%25_",
                "limit=1000000000",
                "checksum=' or 1=1--"
            })
    void API_05_injectedTextIsOnlyText(String query) {
        Response response = as(project, "reader")
                .get("/v2/images?" + query.replace(" ", "%20").replace("'", "%27"));
        assertThat(response.statusCode()).isEqualTo(200);
        if (!query.startsWith("limit")) {
            assertThat(response.<List<String>>path("images.id")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=name:asc",
                "sort=name:desc",
                "sort_key=size&sort_dir=asc",
                "sort=status:asc,name:desc",
                "sort=disk_format:desc,container_format:asc",
                "sort_key=created_at&sort_dir=asc",
                "sort_key=updated_at",
                "sort_key=id",
                "x=y&tag=none",
                ""
            })
    void pagesShowEveryImageOnceInOrder(String query) {
        List<String> whole = as(project, "reader")
                .get("/v2/images" + (query.isEmpty() ? "" : "?" + query))
                .path("images.id");
        List<String> paged = new ArrayList<>();
        String next = "/v2/images?limit=1" + (query.isEmpty() ? "" : "&" + query);
        for (int page = 0; next != null && page < 10; page++) {
            Response response = as(project, "reader").urlEncodingEnabled(false).get(next);
            assertThat(response.statusCode()).isEqualTo(200);
            paged.addAll(response.path("images.id"));
            next = response.path("next");
        }
        assertThat(paged).isEqualTo(whole);
    }
}
