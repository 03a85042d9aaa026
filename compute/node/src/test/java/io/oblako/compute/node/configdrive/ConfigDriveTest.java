package io.oblako.compute.node.configdrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.contracts.GuestSpec.GuestSecrets;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.metadata.GuestDocuments;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.image.inspect.ImageInspector;
import io.oblako.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigDriveTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void everyFileIsFoundByItsLongNameInBothTrees() {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < 80; i++) {
            files.put("openstack/latest/some_long_name_number_%02d.json".formatted(i), new byte[i * 100]);
        }
        files.put("openstack/2018-08-27/meta_data.json", "{}".getBytes(StandardCharsets.UTF_8));
        byte[] image = Iso9660.of("config-2", files, TIME);
        Map<String, byte[]> sorted = new TreeMap<>(files);
        assertThat(new IsoReader(image, false).files())
                .usingRecursiveComparison()
                .isEqualTo(sorted);
        assertThat(new IsoReader(image, true).files())
                .usingRecursiveComparison()
                .isEqualTo(sorted);
        assertThat(new IsoReader(image, false).label()).isEqualTo("config-2");
        assertThat(new IsoReader(image, true).label()).isEqualTo("config-2");
    }

    @Test
    void ourOwnInspectorTakesItForAnIso() {
        ImageInspector inspector = ImageInspector.expecting(DiskFormat.ISO);
        inspector.feed(ConfigDrive.of(GuestDocuments.of(Orders.spec(), null), TIME));
        assertThat(inspector.finish().format()).isEqualTo(DiskFormat.ISO);
    }

    @Test
    void theGuestFindsItsSecretsAndNobodyElseSeesThem() {
        String userData = Base64.getEncoder().encodeToString("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        GuestSecrets secrets = new GuestSecrets("s3cret", userData, List.of("ssh-ed25519 AAAA"));
        assertThat(secrets.toString()).doesNotContain("s3cret");
        Map<String, byte[]> files =
                new IsoReader(ConfigDrive.of(GuestDocuments.of(Orders.spec(), secrets), TIME), false).files();
        JsonNode metadata = Json.read(files.get("openstack/latest/meta_data.json"), JsonNode.class);
        assertThat(metadata.path("admin_pass").asText()).isEqualTo("s3cret");
        assertThat(metadata.path("public_keys").path("key-0").asText()).isEqualTo("ssh-ed25519 AAAA");
        assertThat(new String(files.get("openstack/latest/user_data"), StandardCharsets.UTF_8))
                .isEqualTo("#!/bin/sh\n");
        assertThat(files).containsKeys("openstack/2018-08-27/network_data.json", "openstack/latest/vendor_data.json");
    }

    @Test
    void CMP_06_aPathLeadsNowhereElse() {
        for (String path : List.of("../x", "a/../b", "/etc/passwd", "a//b", "a/b\0c", "a\nb", ".hidden", "")) {
            assertThatThrownBy(() -> Iso9660.of("config-2", Map.of(path, new byte[1]), TIME))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
