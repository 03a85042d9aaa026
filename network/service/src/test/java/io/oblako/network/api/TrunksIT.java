package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class TrunksIT {

    private final String project = TestIdentity.newProject();
    private String network = "";
    private String parent = "";
    private String child = "";

    @BeforeEach
    void aNetworkWithTwoPorts() {
        network = network(project);
        parent = aPort();
        child = aPort();
    }

    private String aPort() {
        return made(port(project, network, ""), "port");
    }

    private static String carried(String port, int tag) {
        return "{'port_id': '%s', 'segmentation_type': 'vlan', 'segmentation_id': %d}".formatted(port, tag);
    }

    private Response trunk(String port, String subPorts) {
        return post(project, "trunks", "trunk", "{'port_id': '%s', 'sub_ports': [%s]}".formatted(port, subPorts));
    }

    private ValidatableResponse act(String trunk, String action, String subPorts) {
        return put(project, "member", "trunks/" + trunk + "/" + action, "{'sub_ports': [%s]}".formatted(subPorts));
    }

    @Test
    void aTrunkCarriesPortsAndLetsThemGo() {
        Response made = trunk(parent, carried(child, 100));
        made.then()
                .statusCode(201)
                .body("trunk.status", equalTo("DOWN"))
                .body("trunk.sub_ports.segmentation_id", contains(100));
        String id = made.path("trunk.id");
        as(project, "reader").get("/v2.0/ports/{id}", child).then().body("port.device_owner", equalTo("trunk:subport"));
        String second = aPort();
        act(id, "add_subports", carried(second, 100))
                .statusCode(409)
                .body("NeutronError.type", equalTo("DuplicateSubPort"));
        act(id, "add_subports", carried(second, 7)).statusCode(200).body("sub_ports.segmentation_id", contains(7, 100));
        act(id, "add_subports", carried(second, 8))
                .statusCode(409)
                .body("NeutronError.type", equalTo("TrunkPortInUse"));
        act(id, "add_subports", carried(aPort(), 4095)).statusCode(400);
        as(project, "reader")
                .get("/v2.0/trunks/{id}/get_subports", id)
                .then()
                .body("sub_ports.port_id", contains(second, child));
        as(project, "member")
                .delete("/v2.0/ports/{id}", child)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("PortInUseAsSubPort"));
        as(project, "member")
                .delete("/v2.0/ports/{id}", parent)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("PortInUseAsTrunkParent"));
        act(id, "remove_subports", "{'port_id': '%s'}".formatted(child))
                .statusCode(200)
                .body("sub_ports.port_id", contains(second));
        act(id, "remove_subports", "{'port_id': '%s'}".formatted(child))
                .statusCode(404)
                .body("NeutronError.type", equalTo("SubPortNotFound"));
        as(project, "member").delete("/v2.0/ports/{id}", child).then().statusCode(204);
        as(project, "member").delete("/v2.0/trunks/{id}", id).then().statusCode(204);
        as(project, "reader").get("/v2.0/ports/{id}", second).then().body("port.device_owner", equalTo(""));
        as(project, "reader").get("/v2.0/trunks").then().body("trunks", empty());
    }

    @Test
    void aPortHasOneTrunk() {
        String id = made(trunk(parent, ""), "trunk");
        trunk(parent, "").then().statusCode(409).body("NeutronError.type", equalTo("TrunkPortInUse"));
        trunk(child, carried(parent, 5)).then().statusCode(409);
        put(project, "member", "trunks/" + id, "{'trunk': {'admin_state_up': false}}")
                .statusCode(200);
        act(id, "add_subports", carried(child, 5)).statusCode(409).body("NeutronError.type", equalTo("TrunkDisabled"));
    }

    @Test
    void aTrunkInAServerStays() {
        String id = made(trunk(parent, ""), "trunk");
        put(project, "admin", "ports/" + parent, "{'port': {'binding:host_id': 'node-1'}}")
                .statusCode(200);
        as(project, "member")
                .delete("/v2.0/trunks/{id}", id)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("TrunkInUse"));
    }

    @Test
    void NET_15_aStrangersPortIsInNoTrunk() {
        String stranger = TestIdentity.newProject();
        String theirs = made(port(stranger, network(stranger), ""), "port");
        trunk(theirs, "").then().statusCode(404);
        trunk(parent, carried(theirs, 5)).then().statusCode(404);
    }
}
