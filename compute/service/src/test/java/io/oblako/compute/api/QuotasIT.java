package io.oblako.compute.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.oblako.compute.domain.quota.Claim;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.quota.Resource;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.tx.Transactions;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class QuotasIT {

    private static final Claim SMALL = new Claim(1, 64);

    @Inject
    Quotas quotas;

    @Inject
    Transactions transactions;

    private final String id = TestIdentity.newProject();
    private final ProjectId project = ProjectId.of(id);
    private final Api member = Api.as(id, "member");
    private final Api admin = Api.as(TestIdentity.newProject(), "admin");

    private int reserve(int wanted, int least) {
        List<UUID> servers =
                IntStream.range(0, wanted).mapToObj(i -> UUID.randomUUID()).toList();
        return transactions.call(() -> quotas.reserve(project, servers, SMALL, least));
    }

    private long used(Resource resource) {
        return quotas.usage(project).get(resource);
    }

    @Test
    void API_15_twoHundredAtOnceGetExactlyTheTenThereAre() throws InterruptedException {
        Queue<UUID> granted = new ConcurrentLinkedQueue<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(12)) {
            for (int i = 0; i < 200; i++) {
                UUID server = UUID.randomUUID();
                workers.submit(() -> transactions.call(
                        () -> quotas.reserve(project, List.of(server), SMALL, 1) == 1 && granted.add(server)));
            }
            workers.shutdown();
            assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(granted).hasSize(10);
        assertThat(used(Resource.INSTANCES)).isEqualTo(10);
        granted.forEach(server -> {
            transactions.run(() -> quotas.release(server));
            transactions.run(() -> quotas.release(server));
        });
        assertThat(used(Resource.INSTANCES)).isZero();
        assertThat(used(Resource.CORES)).isZero();
        assertThat(used(Resource.RAM)).isZero();
    }

    @Test
    void API_15_reservingAndGivingBackAtOnceEndsAtNothing() throws InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(12)) {
            for (int i = 0; i < 200; i++) {
                UUID server = UUID.randomUUID();
                workers.submit(() -> {
                    transactions.run(() -> quotas.reserve(project, List.of(server), SMALL, 1));
                    transactions.run(() -> quotas.change(project, server, new Claim(2, 128)));
                    transactions.run(() -> quotas.release(server));
                });
            }
            workers.shutdown();
            assertThat(workers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(used(Resource.CORES)).isBetween(0L, 20L);
        assertThat(used(Resource.INSTANCES)).isBetween(0L, 10L);
    }

    @Test
    void betweenLeastAndMostAsManyAsFitAreGranted() {
        assertThat(reserve(7, 7)).isEqualTo(7);
        assertThat(reserve(7, 2)).isEqualTo(3);
        assertThatThrownBy(() -> reserve(1, 1))
                .isInstanceOf(CloudException.class)
                .hasMessage("Quota exceeded for instances: Requested 1, but already used 10 of 10 instances");
        assertThat(used(Resource.INSTANCES)).isEqualTo(10);
    }

    @Test
    void whatATransactionThatFailedTookIsGivenBack() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    quotas.reserve(project, List.of(UUID.randomUUID()), SMALL, 1);
                    throw new IllegalStateException("later step");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(used(Resource.INSTANCES)).isZero();
    }

    @Test
    void aResizeIsCountedByTheDifference() {
        UUID server = UUID.randomUUID();
        transactions.run(() -> quotas.reserve(project, List.of(server), new Claim(4, 256), 1));
        transactions.run(() -> quotas.change(project, server, new Claim(20, 512)));
        assertThat(used(Resource.CORES)).isEqualTo(20);
        assertThatThrownBy(() -> transactions.run(() -> quotas.change(project, server, new Claim(21, 512))))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("cores");
        transactions.run(() -> quotas.change(project, server, new Claim(1, 64)));
        assertThat(used(Resource.CORES)).isEqualTo(1);
        assertThat(used(Resource.INSTANCES)).isEqualTo(1);
    }

    @Test
    void aTenantReadsItsOwnQuotaAndNoOther() {
        member.get("/os-quota-sets/" + id)
                .then()
                .statusCode(200)
                .body("quota_set.id", equalTo(id))
                .body("quota_set.instances", equalTo(10))
                .body("quota_set", not(hasKey("floating_ips")));
        member.at("2.35").get("/os-quota-sets/" + id).then().body("quota_set", hasKey("floating_ips"));
        member.get("/os-quota-sets/" + TestIdentity.newProject()).then().statusCode(403);
        member.get("/os-quota-sets/" + id + "/detail").then().body("quota_set.cores.in_use", equalTo(0));
        member.put("/os-quota-sets/" + id, "{\"quota_set\": {\"instances\": 99}}")
                .then()
                .statusCode(403);
    }

    @Test
    void anOperatorSetsAndResetsLimits() {
        Api.project(id);
        admin.put("/os-quota-sets/" + id, "{\"quota_set\": {\"instances\": 2, \"cores\": -1}}")
                .then()
                .statusCode(200)
                .body("quota_set.instances", equalTo(2));
        assertThat(reserve(2, 2)).isEqualTo(2);
        admin.put("/os-quota-sets/" + id, "{\"quota_set\": {\"instances\": 1}}")
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString("already used"));
        admin.put("/os-quota-sets/" + id, "{\"quota_set\": {\"instances\": 1, \"force\": true}}")
                .then()
                .statusCode(200);
        assertThatThrownBy(() -> reserve(1, 1)).isInstanceOf(CloudException.class);
        admin.delete("/os-quota-sets/" + id).then().statusCode(202);
        assertThat(quotas.limits(project)).containsEntry(Resource.INSTANCES, 10);
    }

    @Test
    void aProjectThatIsNoneHasNoQuotaButTheLimitsOfOneThatIsGoneCanBeReset() {
        String none = TestIdentity.newProject();
        String sentence = "Project ID %s is not a valid project.".formatted(none);
        String body = "{\"quota_set\": {\"instances\": 2}}";
        admin.put("/os-quota-sets/" + none, body)
                .then()
                .statusCode(400)
                .body("badRequest.message", containsString(sentence));
        for (String path : List.of("", "/detail", "/defaults")) {
            admin.get("/os-quota-sets/" + none + path)
                    .then()
                    .statusCode(400)
                    .body("badRequest.message", containsString(sentence));
        }
        admin.delete("/os-quota-sets/" + none).then().statusCode(202);
        Api.project(none);
        admin.put("/os-quota-sets/" + none, body).then().statusCode(200);
        Api.projectGone(none);
        await().atMost(15, SECONDS)
                .untilAsserted(
                        () -> admin.put("/os-quota-sets/" + none, body).then().statusCode(400));
    }

    @Test
    void limitsShowWhatIsUsed() {
        reserve(3, 3);
        Map<String, Integer> absolute =
                member.get("/limits").then().statusCode(200).extract().path("limits.absolute");
        assertThat(absolute).containsEntry("totalInstancesUsed", 3).containsEntry("maxTotalCores", 20);
    }

    @Test
    void usageWithoutAPeriodIsThatOfThisMoment() {
        member.get("/os-simple-tenant-usage/" + id).then().statusCode(200);
        admin.get("/os-simple-tenant-usage?detailed=1").then().statusCode(200);
        admin.get("/os-simple-tenant-usage?end=2020-01-01T00:00:00").then().statusCode(400);
    }
}
