package io.oblako.network.ovn;

import static io.oblako.network.api.NetworkCloud.externalNetwork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.network.ovn.HeldDatabase.Place;
import io.oblako.network.ovn.NetworkWishes.Order;
import io.oblako.network.ovn.NetworkWishes.Request;
import io.oblako.testing.TestIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Design R1 for the network service: it dies by SIGKILL wherever it can die between an order of compute, or a request, and
 * the last trace of it, while ports are made, bound and released, floating IPs come and go, and subnets are joined to
 * routers and parted from them. The next process finishes what was begun, and what nobody was told of can be asked for
 * again. Then all have heard what is, the Northbound database holds it, and once it is deleted nothing is left anywhere.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = NetworkUnderTest.JAR, matches = ".+", disabledReason = "The service is not built yet")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkKillMatrixIT {

    private final String project = TestIdentity.newProject();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private NetworkUnderTest service;
    private String outside;
    private Set<String> before;
    private NetworkWishes wishes;

    /** How the service dies, and is there again. */
    private interface Death {
        void of(NetworkKillMatrixIT test) throws Exception;
    }

    private record Case(String sentence, Death death) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static Stream<Case> cases() {
        Stream<Case> committing = Stream.of(Order.values())
                .map(order -> new Case(
                        order + ", the commit is lost, and then nobody is told", test -> test.dieCommitting(order)));
        Stream<Case> afterwards = Stream.of(
                new Case("all is told and in OVN, and not noted", NetworkKillMatrixIT::dieBeforeItIsNoted),
                new Case("OVN central is dead, and then the service", NetworkKillMatrixIT::dieWithoutOvn));
        return Stream.concat(committing, afterwards);
    }

    @BeforeAll
    void theServiceRunsAndTheProjectHasItsGroup(@TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        service = new NetworkUnderTest(folder);
        outside = externalNetwork("203.0.113.0/24");
        NetworkWishes first = new NetworkWishes(service, project, outside);
        first.orderAll();
        ask(first).values().forEach(CompletableFuture::join);
        await().atMost(NetworkUnderTest.LONG).untilAsserted(first::assertFulfilled);
        first.delete();
        service.comesToRest();
        service.restart();
    }

    @AfterAll
    void everythingEnds() throws SQLException {
        clients.shutdownNow();
        if (service != null) {
            service.close();
        }
    }

    @BeforeEach
    void thingsAreMade() throws SQLException {
        before = service.inventory();
        wishes = new NetworkWishes(service, project, outside);
        service.settles();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void I9_I10_I11_I12_I14_holdWhereverTheServiceDies(Case dying) throws Exception {
        dying.death.of(this);
        allIsFulfilledAndNothingIsLeft();
    }

    private void allIsFulfilledAndNothingIsLeft() {
        await().atMost(NetworkUnderTest.LONG).untilAsserted(wishes::assertFulfilled);
        service.comesToRest();
        wishes.delete();
        service.settles();
        await().atMost(NetworkUnderTest.LONG)
                .untilAsserted(() -> assertThat(service.inventory()).containsExactlyInAnyOrderElementsOf(before));
    }

    /** Twice: what was lost comes again, and is committed. The other orders come while nobody is there. */
    private void dieCommitting(Order order) throws Exception {
        HeldDatabase database = service.database();
        database.hold(Place.COMMITTING);
        wishes.order(order);
        Map<Request, CompletableFuture<Integer>> lost = dieWithRequests();
        database.lose(Place.COMMITTING);
        nobodyIsAnswered(lost);
        assertThat(waiting("outbox")).isZero();
        service.start();
        Map<Request, CompletableFuture<Integer>> committed = dieWithRequests();
        database.release(Place.COMMITTING);
        nobodyIsAnswered(committed);
        await().atMost(NetworkUnderTest.LONG).until(() -> waiting("outbox") > 0);
        Stream.of(Order.values()).filter(other -> other != order).forEach(wishes::order);
        service.start();
        askAgain(committed.keySet());
    }

    /** While the commit of an order is under way, and beside it those of requests. */
    private Map<Request, CompletableFuture<Integer>> dieWithRequests() throws Exception {
        service.database().awaitHeld(Place.COMMITTING, 1);
        Map<Request, CompletableFuture<Integer>> asked = ask(wishes);
        service.database().awaitHeld(Place.COMMITTING, 2);
        service.kill();
        return asked;
    }

    private void dieBeforeItIsNoted() throws Exception {
        HeldDatabase database = service.database();
        List<Place> places = List.of(Place.TOLD, Place.WRITTEN);
        for (Place place : places) {
            database.hold(place);
        }
        everythingIsOrderedAndAsked();
        for (Place place : places) {
            database.awaitHeld(place, 1);
        }
        service.kill();
        for (Place place : places) {
            database.lose(place);
            database.release(place);
        }
        assertThat(waiting("outbox")).isPositive();
        assertThat(waiting("dirty")).isPositive();
        service.start();
    }

    private void dieWithoutOvn() throws Exception {
        service.ovn().killCentral();
        everythingIsOrderedAndAsked();
        service.kill();
        assertThat(waiting("dirty")).isPositive();
        service.start();
        await().atMost(NetworkUnderTest.LONG).untilAsserted(wishes::assertFulfilled);
        service.ovn().startCentral();
    }

    /** All of it is committed and answered. */
    private void everythingIsOrderedAndAsked() throws Exception {
        long followed = service.ordersFollowed() + Order.values().length;
        wishes.orderAll();
        allAreGranted(ask(wishes));
        await().atMost(NetworkUnderTest.LONG)
                .untilAsserted(() -> assertThat(service.ordersFollowed()).isEqualTo(followed));
    }

    private static void allAreGranted(Map<Request, CompletableFuture<Integer>> asked) throws Exception {
        for (Map.Entry<Request, CompletableFuture<Integer>> each : asked.entrySet()) {
            assertThat(answer(each.getValue())).as("%s", each.getKey().name()).isEqualTo(200);
        }
    }

    private static int answer(CompletableFuture<Integer> asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        return asked.get(NetworkUnderTest.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private long waiting(String table) throws SQLException {
        return service.database().number("select count(*) from " + table);
    }

    private Map<Request, CompletableFuture<Integer>> ask(NetworkWishes of) {
        Map<Request, CompletableFuture<Integer>> asked = new LinkedHashMap<>();
        of.requests().forEach(request -> asked.put(request, CompletableFuture.supplyAsync(request.send(), clients)));
        return asked;
    }

    private static void nobodyIsAnswered(Map<Request, CompletableFuture<Integer>> asked) {
        asked.forEach((request, answer) -> assertThat(answer).as(request.name()).failsWithin(NetworkUnderTest.LONG));
    }

    /** Who asks once more finds it done already, or it is done now. */
    private static void askAgain(Set<Request> requests) {
        requests.forEach(
                request -> assertThat(request.send().get()).as(request.name()).isIn(request.again()));
    }

    /** Each of the two tells of the port: the last word must know what the other did. */
    @Test
    void I12_aPortThatIsBoundWhileItLosesItsFloatingIpIsToldWhole() throws Exception {
        service.database().hold(Place.COMMITTING);
        wishes.bindLeft();
        service.database().awaitHeld(Place.COMMITTING, 1);
        Map<Request, CompletableFuture<Integer>> asked = ask(wishes);
        // All but the one that has to wait for the port.
        service.database().awaitHeld(Place.COMMITTING, asked.size());
        service.database().release(Place.COMMITTING);
        allAreGranted(asked);
        wishes.orderAll();
        await().atMost(NetworkUnderTest.LONG).untilAsserted(wishes::assertLeftIsBound);
        allIsFulfilledAndNothingIsLeft();
    }
}
