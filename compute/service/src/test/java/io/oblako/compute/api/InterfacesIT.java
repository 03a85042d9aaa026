package io.oblako.compute.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.domain.network.DeletedPorts;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.domain.server.DetachLostInterface;
import io.oblako.compute.domain.server.DetachLostInterface.Lost;
import io.oblako.compute.domain.server.LostInterface.Next;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.sim.SimPorts;
import io.oblako.compute.work.FakeNetwork;
import io.oblako.compute.work.FakeNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.tx.Transactions;
import io.oblako.network.contracts.PortFact;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers with networks, from the API to the order of the host and back; the network service and the host are played. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute_work"))
class InterfacesIT {

    private static final String NETWORKS = "[{\"uuid\": \"%s\", \"tag\": \"blue\"}, {\"port\": \"%s\"}]";

    private static final String REBOOT = "{\"reboot\": {\"type\": \"HARD\"}}";

    private final String project = TestIdentity.newProject();
    private final Api owner = Api.as(project, "member");
    private final Api stranger = Api.as(TestIdentity.newProject(), "member");

    @Inject
    Transactions transactions;

    @Inject
    Hosts hosts;

    @Inject
    FleetView fleet;

    @Inject
    Servers servers;

    @Inject
    DetachLostInterface detach;

    private FakeNode node;
    private String host = "";
    private FakeNetwork network;
    private String flavor = "";
    private UUID image;

    @BeforeEach
    void aHostAndANetwork() {
        host = "host-" + UUID.randomUUID();
        node = new FakeNode(Api.kafka(), host, 4096);
        network = new FakeNetwork(Api.kafka(), project);
        flavor = Api.flavor();
        image = Api.image();
        await().atMost(60, SECONDS).until(() -> fleet.current().find(host).isPresent());
    }

    @AfterEach
    void bothGo() {
        transactions.run(() -> hosts.setDisabled(host, true, "test over"));
        node.close();
        network.close();
    }

    private String boot(String networks) {
        return owner.post(
                        "/servers",
                        "{\"server\": {\"name\": \"web\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\", \"networks\": %s}}"
                                .formatted(image, flavor, networks))
                .then()
                .statusCode(202)
                .extract()
                .path("server.id");
    }

    private void becomes(String id, String status) {
        await().atMost(30, SECONDS)
                .untilAsserted(() -> owner.get("/servers/" + id)
                        .then()
                        .statusCode(200)
                        .body("server.status", equalTo(status))
                        .body("server.'OS-EXT-STS:task_state'", equalTo(null)));
    }

    private List<UUID> plugged(String id) {
        return node.guest(UUID.fromString(id)).spec().nics().stream()
                .map(GuestSpec.Nic::port)
                .toList();
    }

    @Test
    void aServerGetsAPortOfItsOwnAndOneThatIsGivenAndGivesThemBack() {
        UUID given = network.made(project);
        String id = boot(NETWORKS.formatted(SimPorts.NETWORK, given));
        becomes(id, "ACTIVE");

        assertThat(plugged(id)).hasSize(2).endsWith(given);
        GuestSpec spec = node.guest(UUID.fromString(id)).spec();
        assertThat(spec.networkData()).contains("ipv4_dhcp", given.toString());
        assertThat(spec.metadata()).contains("\"tags\":[\"blue\"]");
        PortFact bound = network.get(given);
        assertThat(bound.host()).isEqualTo(host);
        String address = bound.fixedIps().getFirst().address();

        owner.get("/servers/" + id)
                .then()
                .body("server.addresses.net", hasSize(2))
                .body("server.addresses.net[1].addr", equalTo(address))
                .body("server.addresses.net[1].'OS-EXT-IPS-MAC:mac_addr'", equalTo(bound.mac()));
        owner.get("/servers/" + id + "/ips").then().body("addresses.net[1].addr", equalTo(address));
        owner.get("/servers/" + id + "/ips/net").then().body("net[1].version", equalTo(4));
        owner.get("/servers/" + id + "/ips/other").then().statusCode(404);
        owner.get("/servers/" + id + "/os-interface")
                .then()
                .body("interfaceAttachments", hasSize(2))
                .body("interfaceAttachments[0].tag", equalTo("blue"))
                .body("interfaceAttachments[1].port_id", equalTo(given.toString()));
        owner.get("/servers?ip=" + address.replace(".", "\\.") + "$").then().body("servers", hasSize(1));
        owner.get("/servers?ip=192\\.").then().body("servers", hasSize(0));
        stranger.get("/servers/" + id + "/os-interface").then().statusCode(404);
        owner.post(
                        "/servers",
                        "{\"server\": {\"name\": \"b\", \"imageRef\": \"%s\", \"flavorRef\": \"%s\", \"networks\": [{\"port\": \"%s\"}]}}"
                                .formatted(image, flavor, given))
                .then()
                .statusCode(409)
                .body("conflictingRequest.message", containsString("still in use"));

        goes(id);
        assertThat(network.ports()).extracting(PortFact::id).containsExactly(given);
        assertThat(network.get(given).deviceId()).isEmpty();
    }

    @Test
    void anInterfaceComesAndGoesWhileTheServerRuns() {
        String id = boot("\"none\"");
        becomes(id, "ACTIVE");
        assertThat(plugged(id)).isEmpty();
        String body = "{\"interfaceAttachment\": {\"net_id\": \"%s\", \"tag\": \"green\"}}".formatted(SimPorts.NETWORK);
        String port = owner.postOnce("once-" + id, "/servers/" + id + "/os-interface", body)
                .then()
                .statusCode(200)
                .body("interfaceAttachment.net_id", equalTo(SimPorts.NETWORK.toString()))
                .body("interfaceAttachment.fixed_ips", hasSize(1))
                .body("interfaceAttachment.mac_addr", containsString("fa:16:3e"))
                .extract()
                .path("interfaceAttachment.port_id");
        owner.postOnce("once-" + id, "/servers/" + id + "/os-interface", body)
                .then()
                .statusCode(200)
                .body("interfaceAttachment.port_id", equalTo(port));
        becomes(id, "ACTIVE");
        assertThat(plugged(id)).containsExactly(UUID.fromString(port));

        owner.delete("/servers/" + id + "/os-interface/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        owner.delete("/servers/" + id + "/os-interface/" + port).then().statusCode(202);
        becomes(id, "ACTIVE");
        assertThat(plugged(id)).isEmpty();
        owner.get("/servers/" + id + "/os-interface").then().body("interfaceAttachments", hasSize(0));
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(network.ports()).isEmpty());
        owner.post("/servers/" + id + "/os-interface", "{\"interfaceAttachment\": {}}")
                .then()
                .statusCode(200);
        becomes(id, "ACTIVE");
        goes(id);
    }

    private void goes(String id) {
        owner.delete("/servers/" + id).then().statusCode(204);
        await().atMost(30, SECONDS)
                .untilAsserted(() -> owner.get("/servers/" + id).then().statusCode(404));
    }

    /** A list leaves out what has no port; this asks for what the server itself has. */
    private int statusOfInterface(String id, UUID port) {
        return owner.get("/servers/" + id + "/os-interface/" + port).statusCode();
    }

    private void letsGo(String id, UUID port) {
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(statusOfInterface(id, port)).isEqualTo(404));
    }

    /** What another replica makes of the same tombstone, a moment too late. */
    private Lost anotherReplicaFound(String id, UUID port) {
        return new Lost(
                transactions.call(() -> servers.find(UUID.fromString(id)).orElseThrow()), port, Next.DETACH);
    }

    private void isRefused(Lost late) {
        assertThatThrownBy(() -> transactions.run(() -> detach.detach(late))).isInstanceOf(CloudException.class);
    }

    private List<String> actions(String id) {
        return owner.get("/servers/" + id + "/os-instance-actions").path("instanceActions.action");
    }

    @Test
    void aPortThatItsTenantDeletesIsTakenFromAServerThatRunsAndFromOneThatIsOff() {
        UUID given = network.made(project);
        String id = boot(NETWORKS.formatted(SimPorts.NETWORK, given));
        becomes(id, "ACTIVE");
        UUID own = plugged(id).getFirst();

        network.delete(given);
        letsGo(id, given);
        becomes(id, "ACTIVE");
        assertThat(plugged(id)).containsExactly(own);
        owner.get("/servers/" + id).then().body("server.addresses.net", hasSize(1));

        owner.post("/servers/" + id + "/action", "{\"os-stop\": null}").then().statusCode(202);
        becomes(id, "SHUTOFF");
        owner.post("/servers/" + id + "/action", "{\"lock\": null}").then().statusCode(202);
        network.delete(own);
        letsGo(id, own);
        becomes(id, "SHUTOFF");
        owner.get("/servers/" + id).then().body("server.addresses", equalTo(java.util.Map.of()));
        owner.get("/servers/" + id + "/os-interface").then().body("interfaceAttachments", hasSize(0));
        owner.post("/servers/" + id + "/action", "{\"unlock\": null}").then().statusCode(202);
        owner.post("/servers/" + id + "/action", "{\"os-start\": null}").then().statusCode(202);
        becomes(id, "ACTIVE");
        assertThat(plugged(id)).isEmpty();
        assertThat(actions(id))
                .containsExactly("start", "unlock", "detach_interface", "lock", "stop", "detach_interface", "create");
        goes(id);
    }

    @Test
    void aBusyServerLosesTheInterfaceOfADeletedPortAfterwards() {
        UUID given = network.made(project);
        String id = boot("[{\"port\": \"%s\"}]".formatted(given));
        becomes(id, "ACTIVE");
        node.deaf(true);
        owner.post("/servers/" + id + "/action", "{\"os-stop\": null}").then().statusCode(202);
        network.delete(given);
        await().during(DeletedPorts.FIRST_LOOK.plusSeconds(1))
                .atMost(30, SECONDS)
                .untilAsserted(() -> owner.get("/servers/" + id)
                        .then()
                        .body("server.'OS-EXT-STS:task_state'", equalTo("powering-off")));
        assertThat(statusOfInterface(id, given)).isEqualTo(200);
        Lost late = anotherReplicaFound(id, given);
        isRefused(late);

        node.deaf(false);
        letsGo(id, given);
        becomes(id, "SHUTOFF");
        isRefused(late);
        assertThat(actions(id)).containsExactly("detach_interface", "stop", "create");
        goes(id);
    }

    @Test
    void aServerInErrorLosesTheInterfaceOfADeletedPortAndCanBeSetRight() {
        UUID given = network.made(project);
        String id = boot("[{\"port\": \"%s\"}]".formatted(given));
        becomes(id, "ACTIVE");
        node.failing("NODE_FAILED", "It has no port.");
        owner.post("/servers/" + id + "/action", REBOOT).then().statusCode(202);
        becomes(id, "ERROR");
        network.delete(given);
        letsGo(id, given);
        becomes(id, "ERROR");

        node.working();
        owner.post("/servers/" + id + "/action", REBOOT).then().statusCode(202);
        becomes(id, "ACTIVE");
        assertThat(plugged(id)).isEmpty();
        goes(id);
    }

    @Test
    void aPortThatAServersOwnWorkDeletesCausesNothingMore() {
        String id = boot("[{\"uuid\": \"%s\"}]".formatted(SimPorts.NETWORK));
        becomes(id, "ACTIVE");
        UUID own = plugged(id).getFirst();
        owner.delete("/servers/" + id + "/os-interface/" + own).then().statusCode(202);
        becomes(id, "ACTIVE");
        await().during(DeletedPorts.FIRST_LOOK.plusSeconds(1))
                .atMost(30, SECONDS)
                .untilAsserted(() -> {
                    assertThat(network.ports()).isEmpty();
                    assertThat(actions(id)).containsExactly("detach_interface", "create");
                });
        goes(id);
    }

    @Test
    void aPortThatCannotBeMadeIsTheServersFaultInWords() {
        network.refusing(true);
        String id = boot("[{\"uuid\": \"%s\"}]".formatted(SimPorts.NETWORK));
        becomes(id, "ERROR");
        owner.get("/servers/" + id)
                .then()
                .body("server.fault.message", containsString("No more IP addresses"))
                .body("server.addresses", equalTo(java.util.Map.of()));
        goes(id);
        assertThat(network.ports()).isEmpty();
    }
}
