package io.oblako.image.api;

import static io.oblako.image.api.Bits.qcow2;
import static io.oblako.image.api.Bits.queued;
import static io.oblako.image.api.Bits.upload;
import static io.oblako.image.api.ImageCloud.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Over HTTP only what the service does with a verdict; the verdicts themselves are tested in image/inspector. */
@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class HostileImagesIT {

    private final String project = TestIdentity.newProject();

    private void refused(String format, byte[] bytes, String reason) {
        String id = queued(project, format);
        var before = stored();
        upload(project, id, bytes).statusCode(400).body("message", containsString(reason));
        as(project, "reader")
                .get("/v2/images/{id}", id)
                .then()
                .body("status", equalTo("killed"))
                .body("os_fault", containsString(reason))
                .body("size", nullValue());
        as(project, "reader").get("/v2/images/{id}/file", id).then().statusCode(204);
        upload(project, id, Bits.random(512)).statusCode(409);
        as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204);
        assertThat(stored()).as("bytes left behind").isEqualTo(before);
    }

    private static List<String> stored() {
        return Arrays.stream(ImageCloud.store().toFile().list()).sorted().toList();
    }

    @Test
    void IMG_01_aBackingFileIsRefusedAndTheImageKilled() {
        refused("qcow2", Bits.qcow2WithBackingFile("/etc/passwd"), "backing");
    }

    @Test
    void IMG_02_anExternalDataFileIsRefused() {
        refused("qcow2", qcow2().putLong(72, 4).array(), "data");
    }

    @Test
    void IMG_03_aVmdkThatNamesAFileOfTheHostIsRefused() {
        refused("vmdk", Bits.vmdkDescriptor("RW 2048 FLAT \"/etc/passwd\" 0"), "vmdk");
    }

    @Test
    void IMG_04_aQcow2DeclaredAsRawIsRefused() {
        refused("raw", qcow2().array(), "declared as raw");
    }

    @Test
    void IMG_06_aPseudoProtocolInTheHeaderIsRefused() {
        refused("qcow2", Bits.qcow2WithBackingFile("nbd://127.0.0.1:10809/x"), "backing");
        refused("qcow2", Bits.qcow2WithBackingFile("json:{\"driver\":\"file\"}"), "backing");
    }

    @Test
    void IMG_08_unknownFeaturesAndVersionsAreRefused() {
        refused("qcow2", qcow2().putInt(4, 99).array(), "version");
        refused("qcow2", qcow2().putLong(72, 1L << 40).array(), "feature");
    }

    @Test
    void IMG_10_aDiskOf64PiBIn2KiBIsRefusedBeforeAnythingIsAllocated() {
        refused("qcow2", qcow2().putLong(24, 1L << 56).array(), "bytes");
    }

    @Test
    void IMG_10_theVirtualSizeThatIsShownIsTheInspectedOne() {
        String id = queued(project, "qcow2");
        upload(project, id, qcow2().array()).statusCode(204);
        as(project, "reader")
                .get("/v2/images/{id}", id)
                .then()
                .body("virtual_size", equalTo(1 << 20))
                .body("size", equalTo(2048));
        as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204);
    }

    @Test
    void IMG_23_headersCutAnywhereAreRefusedAndNeverAnError() {
        byte[] whole = qcow2().array();
        for (int length = 1; length < 120; length += 13) {
            String id = queued(project, "qcow2");
            upload(project, id, Arrays.copyOf(whole, length)).statusCode(400).body("message", notNullValue());
            as(project, "member").delete("/v2/images/{id}", id).then().statusCode(204);
        }
    }

    @Test
    void IMG_09_anIsoThatIsAlsoAQcow2IsRefused() {
        ByteBuffer both = ByteBuffer.allocate(64 << 10).put(qcow2().array());
        both.put(32769, "CD001".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refused("qcow2", both.array(), "also");
    }
}
