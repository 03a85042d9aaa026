package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.e2e.Cloud.Answer;
import io.oblako.e2e.Cloud.CloudAway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What makes networks work dies by {@code kill -9} while servers and interfaces come and go and floating IPs move, and
 * {@code ./oblako up} heals it: each request comes to an end, and of what was deleted nothing is left.
 */
@ResourceLock(Machine.PROCESSES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerNetworkFailureIT {

    private static final Duration LONG = Duration.ofSeconds(150);
    private static final String NOTHING = "#!/bin/sh";

    enum Victim {
        OVN_CENTRAL_AND_THE_NETWORK_SERVICE {
            @Override
            void die() {
                List.of("network", "ovn-northd", "ovn-nb", "ovn-sb").forEach(Machine::kill);
            }
        },
        EVERY_OVN_CONTROLLER {
            @Override
            void die() {
                Machine.HOSTS.forEach(host -> Machine.kill("ovn-" + host));
            }
        },
        EVERY_SWITCH {
            @Override
            void die() {
                Machine.HOSTS.forEach(Machine::killDatapath);
            }
        },
        /** They make the taps and plug them in. */
        EVERY_NODE_DAEMON {
            @Override
            void die() {
                Machine.HOSTS.forEach(host -> Machine.kill("node-" + host));
            }
        };

        abstract void die();
    }

    /** @param done the answers that say it is done, also when it was asked for before */
    private record Wish(Supplier<Answer> send, Set<Integer> done) {}

    private final Cloud admin = Cloud.admin();
    private Cloud.Tenant tenant;
    private Cloud cloud;
    private Outside outside;
    private String network;
    private String subnet;
    private String router;
    private String floatingIp;
    private String server;
    private String port;

    @BeforeAll
    void aServerStandsOnANetworkWithARouter() {
        tenant = admin.tenant("network-dies", "member");
        cloud = tenant.login();
        outside = Outside.born(admin);
        network = cloud.networkMade("networks", "network", "{'network': {}}");
        subnet = cloud.networkMade(
                "subnets",
                "subnet",
                "{'subnet': {'network_id': '%s', 'cidr': '10.13.0.0/24', 'ip_version': 4}}".formatted(network));
        router = outside.router(cloud.projectId());
        cloud.network("PUT", "/routers/" + router + "/add_router_interface", "{'subnet_id': '%s'}".formatted(subnet))
                .expect(200);
        floatingIp = cloud.networkMade(
                "floatingips",
                "floatingip",
                "{'floatingip': {'floating_network_id': '%s'}}".formatted(outside.network()));
        server = cloud.bootOnNetwork("stands", network, NOTHING);
        cloud.await(server, "ACTIVE", LONG);
        port = interfaces().getFirst();
    }

    @AfterAll
    void everythingGoes() {
        cloud.delete(server);
        cloud.network("DELETE", "/floatingips/" + floatingIp, null).expect(204);
        cloud.network("PUT", "/routers/" + router + "/remove_router_interface", "{'subnet_id': '%s'}".formatted(subnet))
                .expect(200);
        cloud.network("DELETE", "/routers/" + router, null).expect(204);
        cloud.network("DELETE", "/networks/" + network, null).expect(204);
        outside.delete();
        tenant.close();
    }

    private List<String> interfaces() {
        List<String> ports = new ArrayList<>();
        cloud.compute("GET", "/servers/" + server + "/os-interface", null)
                .expect(200)
                .body()
                .get("interfaceAttachments")
                .forEach(each -> ports.add(each.get("port_id").asText()));
        return ports;
    }

    /** All at once, and the victim dies while they are on their way. Who gets no answer asks again when all is whole. */
    private static List<Answer> askWhileDying(Victim victim, List<Wish> wishes) {
        List<CompletableFuture<Answer>> asked = wishes.stream()
                .map(wish -> CompletableFuture.supplyAsync(wish.send, Thread::startVirtualThread))
                .toList();
        try {
            victim.die();
        } finally {
            Machine.heal();
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            Answer answer = answer(asked.get(i), wish);
            assertThat(answer.status()).as(() -> answer.raw().body()).isIn(wish.done);
            answers.add(answer);
        }
        return answers;
    }

    private static Answer answer(CompletableFuture<Answer> asked, Wish wish) {
        try {
            Answer answer = asked.join();
            return answer.status() < 500 ? answer : wish.send.get();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CloudAway) {
                return wish.send.get();
            }
            throw e;
        }
    }

    private Wish boot() {
        String key = UUID.randomUUID().toString();
        String body = cloud.onNetwork("comes", network, NOTHING);
        return new Wish(() -> cloud.compute("POST", "/servers", body, Map.of("Idempotency-Key", key)), Set.of(202));
    }

    private Wish attach() {
        String key = UUID.randomUUID().toString();
        String body = "{\"interfaceAttachment\": {\"net_id\": \"%s\"}}".formatted(network);
        return new Wish(
                () -> cloud.compute(
                        "POST", "/servers/" + server + "/os-interface", body, Map.of("Idempotency-Key", key)),
                Set.of(200));
    }

    private Wish lead(String target) {
        return new Wish(
                () -> cloud.network(
                        "PUT", "/floatingips/" + floatingIp, "{'floatingip': {'port_id': %s}}".formatted(target)),
                Set.of(200));
    }

    private Wish delete(String path, int gone) {
        return new Wish(() -> cloud.compute("DELETE", path, null), Set.of(gone, 404));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void I2_I3_I9_I10_whatIsUnderWayComesToAnEndAndNothingIsLeft(Victim victim) {
        List<Answer> made = askWhileDying(victim, List.of(boot(), attach(), lead("'" + port + "'")));
        String id = made.getFirst().text("/server/id");
        JsonNode came = cloud.awaitTerminal(id, LONG);
        assertThat(Machine.qemus(id).isEmpty())
                .isEqualTo(came.get("status").asText().equals("ERROR"));
        cloud.awaitTerminal(server, LONG);
        // A guest that has not booted lets go of nothing.
        cloud.awaitConsole(server, "login:", LONG);
        List<Wish> leave = new ArrayList<>(List.of(delete("/servers/" + id, 204), lead("null")));
        interfaces().stream()
                .filter(each -> !each.equals(port))
                .forEach(each -> leave.add(delete("/servers/%s/os-interface/%s".formatted(server, each), 202)));
        askWhileDying(victim, leave);
        cloud.awaitGone(id, LONG);
        assertThat(cloud.awaitTerminal(server, LONG).get("status").asText()).isEqualTo("ACTIVE");
        assertThat(interfaces()).containsExactly(port);
        assertThat(Machine.qemus(id)).isEmpty();
        assertThat(Machine.filesOf(id)).isEmpty();
        Wire.await("the ports of the network are the router's and the server's", LONG, () -> ports() == 2);
        Wire.awaitNothingLeft(admin, LONG);
    }

    private int ports() {
        return cloud.network("GET", "/ports?network_id=" + network, null)
                .expect(200)
                .body()
                .get("ports")
                .size();
    }
}
