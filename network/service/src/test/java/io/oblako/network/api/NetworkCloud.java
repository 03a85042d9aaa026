package io.oblako.network.api;

import io.oblako.testing.Engines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** Real engines, tokens for anybody a test needs, and the things that most tests begin with. */
public final class NetworkCloud implements QuarkusTestResourceLifecycleManager {

    private static Engines.Space space;
    private static TestIdentity identity;

    @Override
    public Map<String, String> start() {
        // Kafka's client loads its plug-ins by the thread's loader, which here is not always the one that loaded Kafka.
        Thread.currentThread().setContextClassLoader(TestIdentity.class.getClassLoader());
        space = Engines.space("network");
        identity = TestIdentity.publishedTo(space);
        return space.config();
    }

    @Override
    public void stop() {
        // The space stays: the engines are thrown away as a whole after the build.
    }

    public static Engines.Space space() {
        return space;
    }

    static TestIdentity identity() {
        return identity;
    }

    /** A request by a fresh user with the persona in the project. */
    public static RequestSpecification as(String project, String persona) {
        return RestAssured.given().header("X-Auth-Token", identity.token(project, persona));
    }

    /** POST of one thing by a member; quotes may be written as apostrophes. */
    public static Response post(String project, String path, String word, String body) {
        return send(project, "member", path, "{'" + word + "': " + body + "}");
    }

    public static Response send(String project, String persona, String path, String body) {
        return as(project, persona)
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .post("/v2.0/" + path);
    }

    /** PUT of one thing by somebody. */
    public static ValidatableResponse put(String project, String persona, String path, String body) {
        return as(project, persona)
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .put("/v2.0/" + path)
                .then();
    }

    public static String made(Response response, String word) {
        return response.then().statusCode(201).extract().path(word + ".id");
    }

    public static String network(String project) {
        return made(post(project, "networks", "network", "{}"), "network");
    }

    /** A network that everybody may use. */
    static String sharedNetwork(String owner) {
        return made(send(owner, "admin", "networks", "{'network': {'shared': true}}"), "network");
    }

    /** A network of the operators with a subnet, from which everybody takes gateways and floating IPs. */
    public static String externalNetwork(String cidr) {
        String operators = TestIdentity.newProject();
        String network =
                made(send(operators, "admin", "networks", "{'network': {'router:external': true}}"), "network");
        subnet(operators, network, cidr);
        return network;
    }

    public static String subnet(String project, String network, String cidr) {
        int version = cidr.contains(":") ? 6 : 4;
        return made(
                post(
                        project,
                        "subnets",
                        "subnet",
                        "{'network_id': '%s', 'cidr': '%s', 'ip_version': %d}".formatted(network, cidr, version)),
                "subnet");
    }

    /** @param more attributes besides the network, with a comma before them */
    public static Response port(String project, String network, String more) {
        return post(project, "ports", "port", "{'network_id': '%s'%s}".formatted(network, more));
    }
}
