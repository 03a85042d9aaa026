package io.oblako.compute.node.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.Orders;
import io.oblako.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTreeTest {

    private static final UUID SERVER = UUID.fromString("0a1b2c3d-4e5f-4678-9abc-def012345678");
    private static final NodeDesired.Guest GUEST = GuestsWithMetadata.guest(
            SERVER, "web", GuestsWithMetadata.nic(new UUID(1, 1), 1, "2001:db8::5", "10.0.0.5"));

    private static Optional<String> at(NodeDesired.Guest guest, String path) {
        List<String> words =
                Stream.of(path.split("/", -1)).filter(word -> !word.isEmpty()).toList();
        return MetadataTree.find(guest.server(), guest.spec(), GuestDocuments.of(guest, GuestsWithMetadata.BOX), words)
                .map(content -> new String(content.bytes(), StandardCharsets.UTF_8));
    }

    private static String at(String path) {
        return at(GUEST, path).orElseThrow();
    }

    @Test
    void theRootListsTheVersionsOfEc2AsNovaDoes() {
        assertThat(at("/").lines()).startsWith("1.0", "2007-01-19").endsWith("2009-04-04", "latest");
    }

    @Test
    void allVersionsOfNovaAreThere() {
        assertThat(at("/openstack").lines())
                .containsExactly(
                        "2012-08-10",
                        "2013-04-04",
                        "2013-10-17",
                        "2015-10-15",
                        "2016-06-30",
                        "2016-10-06",
                        "2017-02-22",
                        "2018-08-27",
                        "2020-10-14",
                        "latest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "2012-08-10", "2018-08-27", "2020-10-14"})
    void aVersionHoldsTheDocumentsOfTheConfigDrive(String version) {
        String folder = "/openstack/" + version;
        assertThat(at(folder).lines())
                .containsExactlyInAnyOrder(
                        "meta_data.json",
                        "user_data",
                        "password",
                        "vendor_data.json",
                        "network_data.json",
                        "vendor_data2.json");
        JsonNode metadata = Json.read(at(folder + "/meta_data.json").getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(metadata.path("uuid").asText()).isEqualTo(SERVER.toString());
        assertThat(metadata.path("admin_pass").asText()).isEqualTo("s3cret-of-web");
        assertThat(at(folder + "/user_data")).isEqualTo(GuestsWithMetadata.USER_DATA);
        assertThat(at(folder + "/vendor_data.json")).isEqualTo("{\"from\":\"vendor\"}");
        assertThat(at(folder + "/network_data.json")).isEqualTo("{\"links\":[]}");
        assertThat(at(folder + "/vendor_data2.json")).isEqualTo("{}");
        assertThat(at(folder + "/password")).isEmpty();
    }

    @Test
    void ec2ListsFoldersWithASlashAndKeysWithTheirNames() {
        assertThat(at("/latest").lines()).containsExactly("meta-data/", "user-data");
        assertThat(at("/latest/meta-data/").lines())
                .contains("instance-id", "local-ipv4", "placement/", "public-keys/")
                .doesNotHaveDuplicates();
        assertThat(at("/latest/meta-data/public-keys/")).isEqualTo("0=laptop");
    }

    @ParameterizedTest
    @CsvSource({
        "instance-id, i-0a1b2c3d4e5f46789",
        "ami-launch-index, 3",
        "hostname, web",
        "local-hostname, web",
        "local-ipv4, 10.0.0.5",
        "placement/availability-zone, nova",
        "public-keys/0/openssh-key, ssh-ed25519 AAAA"
    })
    void ec2SaysWhatTheHostKnows(String path, String value) {
        assertThat(at("/2009-04-04/meta-data/" + path)).isEqualTo(value);
        assertThat(at("/latest/meta-data/" + path)).isEqualTo(value);
    }

    @Test
    void whoHasNoUserDataFindsNone() {
        NodeDesired.Guest bare = Orders.anOrder().guest();
        assertThat(at(bare, "/openstack/latest/user_data")).isEmpty();
        assertThat(at(bare, "/openstack/latest").orElseThrow()).doesNotContain("user_data");
        assertThat(at(bare, "/latest/user-data")).isEmpty();
        assertThat(at(bare, "/latest/meta-data/public-keys")).isEmpty();
        assertThat(at(bare, "/latest/meta-data/local-ipv4")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openstack/2099-01-01/meta_data.json",
                "/openstack/latest/meta_data.json/more",
                "/openstack/latest/id_rsa",
                "/latest/meta-data/iam/security-credentials",
                "/etc/passwd"
            })
    void CMP_08_nothingElseIsThere(String path) {
        assertThat(at(GUEST, path)).isEmpty();
    }
}
