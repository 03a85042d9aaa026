package io.oblako.network.ovn;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.subnet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import io.restassured.response.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What compute orders and a tenant asks for in one case, each with a thing of its own, and whether it has become so. Made
 * while the service is well.
 */
final class NetworkWishes {

    private static final String HOST = "h1";
    private static final String OWNER = "compute:nova";

    /** What compute orders. */
    enum Order {
        MAKE("a port is made"),
        BIND("a port is bound"),
        RELEASE("a port is released"),
        LEAD("a floating IP is led to a port");

        private final String sentence;

        Order(String sentence) {
            this.sentence = sentence;
        }

        @Override
        public String toString() {
            return sentence;
        }
    }

    /**
     * What a tenant asks for.
     *
     * @param send blocks for the status of the answer; throws when there is none
     * @param again what may be answered when it is asked for once more
     */
    record Request(String name, Supplier<Integer> send, Set<Integer> again) {}

    private final NetworkUnderTest service;
    private final String project;
    private final String inside;
    private final String insideSubnet;
    private final String joining;
    private final String joiningSubnet;
    private final String parting;
    private final String partingSubnet;
    private final String router;
    private final String joiner;
    private final String parter;
    private final UUID made = UUID.randomUUID();
    private final UUID released = UUID.randomUUID();
    private final UUID bound;
    private final UUID reached;
    private final UUID left;
    private final UUID led;
    private final UUID reaching;
    private final UUID leaving;
    private final UUID leading;

    /** @param outside an external network */
    NetworkWishes(NetworkUnderTest service, String project, String outside) {
        this.service = service;
        this.project = project;
        inside = network(project);
        insideSubnet = subnet(project, inside, "10.0.0.0/24");
        joining = network(project);
        joiningSubnet = subnet(project, joining, "10.1.0.0/24");
        parting = network(project);
        partingSubnet = subnet(project, parting, "10.2.0.0/24");
        router = router("'external_gateway_info': {'network_id': '%s'}".formatted(outside));
        joiner = router("'name': 'joiner'");
        parter = router("'name': 'parter'");
        assertThat(join(router, insideSubnet)).isEqualTo(200);
        assertThat(join(parter, partingSubnet)).isEqualTo(200);
        bound = newPort();
        reached = newPort();
        left = newPort();
        led = newPort();
        reaching = floatingIp(outside, "");
        leaving = floatingIp(outside, ", 'port_id': '%s'".formatted(left));
        leading = floatingIp(outside, "");
        service.order(create(released));
        await().atMost(NetworkUnderTest.LONG)
                .until(() -> service.ports().of(released).isPresent());
    }

    private String router(String attributes) {
        return made(post(project, "routers", "router", "{%s}".formatted(attributes)), "router");
    }

    private UUID newPort() {
        return UUID.fromString(made(port(project, inside, ""), "port"));
    }

    private UUID floatingIp(String outside, String more) {
        String body = "{'floating_network_id': '%s'%s}".formatted(outside, more);
        return UUID.fromString(made(post(project, "floatingips", "floatingip", body), "floatingip"));
    }

    private NetworkOrder create(UUID port) {
        return new NetworkOrder.CreatePort(
                port, project, UUID.fromString(inside), null, Set.of(), device(port), OWNER, HOST, 1, "req-create");
    }

    private static String device(UUID port) {
        return "server-of-" + port;
    }

    private NetworkOrder bind(UUID port) {
        return new NetworkOrder.BindPort(port, project, device(port), OWNER, HOST, 1, "req-bind");
    }

    private static NetworkOrder release(UUID port) {
        return new NetworkOrder.DeletePort(port, device(port), "req-release");
    }

    void order(Order order) {
        service.order(
                switch (order) {
                    case MAKE -> create(made);
                    case BIND -> bind(bound);
                    case RELEASE -> release(released);
                    case LEAD -> new NetworkOrder.LeadFloatingIp(led, project, leading, true, null, "req-lead");
                });
    }

    void orderAll() {
        Stream.of(Order.values()).forEach(this::order);
    }

    /** Binds the port that loses its floating IP by a {@link #requests request}. */
    void bindLeft() {
        service.order(bind(left));
    }

    /** Who asks to join or part once more is told that there is nothing to do. */
    List<Request> requests() {
        return List.of(
                new Request("associate", () -> lead(reaching, "'" + reached + "'"), Set.of(200)),
                new Request("disassociate", () -> lead(leaving, "null"), Set.of(200)),
                new Request("join", () -> join(joiner, joiningSubnet), Set.of(200, 400)),
                new Request("part", () -> part(parter, partingSubnet), Set.of(200, 404)));
    }

    private int lead(UUID floatingIp, String port) {
        return changed("floatingips/" + floatingIp, "{'floatingip': {'port_id': %s}}".formatted(port));
    }

    private int join(String router, String subnet) {
        return changed("routers/" + router + "/add_router_interface", "{'subnet_id': '%s'}".formatted(subnet));
    }

    private int part(String router, String subnet) {
        return changed("routers/" + router + "/remove_router_interface", "{'subnet_id': '%s'}".formatted(subnet));
    }

    private int changed(String path, String body) {
        return put(project, "member", path, body).extract().statusCode();
    }

    /** Everything ordered and asked for is so, once, and everybody has heard of it. */
    void assertFulfilled() {
        assertBound(made);
        assertBound(bound);
        assertThat(service.ports().gone(released)).isTrue();
        assertThat(found("ports", released).statusCode()).isEqualTo(404);
        assertLeads(reaching, reached);
        assertLeads(leaving, null);
        assertLeads(leading, led);
        assertThat(told(left).floatingIps()).isEmpty();
        assertThat(portsOn(joining)).hasSize(1);
        assertThat(portsOn(parting)).isEmpty();
    }

    void assertLeftIsBound() {
        assertBound(left);
    }

    private void assertBound(UUID port) {
        PortFact told = told(port);
        assertThat(told.deviceId()).isEqualTo(device(port));
        assertThat(told.host()).isEqualTo(HOST);
        assertThat(told.revision()).isEqualTo(revision("port", port));
    }

    private PortFact told(UUID port) {
        return service.ports().of(port).orElseThrow(() -> new AssertionError("nobody heard of port " + port));
    }

    private void assertLeads(UUID floatingIp, @Nullable UUID port) {
        FloatingIpFact told = service.floatingIps()
                .of(floatingIp)
                .orElseThrow(() -> new AssertionError("nobody heard of floating IP " + floatingIp));
        assertThat(told.port()).isEqualTo(port);
        assertThat(told.revision()).isEqualTo(revision("floatingip", floatingIp));
        if (port != null) {
            assertThat(told(port).floatingIps()).containsExactly(new PortFact.FloatingIp(told.fixed(), told.address()));
        }
    }

    private long revision(String word, UUID id) {
        Number revision = found(word + 's', id).path(word + ".revision_number");
        return revision.longValue();
    }

    private Response found(String path, UUID id) {
        return as(project, "reader").get("/v2.0/" + path + '/' + id);
    }

    private List<String> portsOn(String network) {
        return as(project, "reader").get("/v2.0/ports?network_id=" + network).path("ports.id");
    }

    /** All that was made for the case, and by it. */
    void delete() {
        service.order(release(made));
        Stream.of(reaching, leaving, leading).forEach(id -> gone("floatingips/" + id));
        Stream.of(bound, reached, left, led).forEach(id -> gone("ports/" + id));
        assertThat(part(router, insideSubnet)).isEqualTo(200);
        assertThat(part(joiner, joiningSubnet)).isEqualTo(200);
        await().atMost(NetworkUnderTest.LONG).until(() -> service.ports().gone(made));
        Stream.of(router, joiner, parter).forEach(id -> gone("routers/" + id));
        Stream.of(inside, joining, parting).forEach(id -> gone("networks/" + id));
    }

    private void gone(String path) {
        assertThat(as(project, "member").delete("/v2.0/" + path).statusCode())
                .as("DELETE %s", path)
                .isEqualTo(204);
    }
}
