package io.oblako.network.bench;

import static io.oblako.network.api.NetworkCloud.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.api.NetworkCloud;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/**
 * How long a list of 1,000 ports takes, and a network with a subnet and a port. Run by hand:
 * {@code mvn -pl network/service test -Dtest=PortListBench}. The promises are 200 ms and 60 ms (median).
 */
@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class PortListBench {

    private static final int ROUNDS = 21;

    private final String project = TestIdentity.newProject();

    @Test
    void aThousandPortsAreListed() {
        as(project, "admin")
                .contentType("application/json")
                .body("{\"quota\": {\"port\": -1, \"network\": -1, \"subnet\": -1}}")
                .put("/v2.0/quotas/{p}", project)
                .then()
                .statusCode(200);
        String network = NetworkCloud.network(project);
        NetworkCloud.subnet(project, network, "10.0.0.0/16");
        String one = "{\"network_id\": \"%s\"}".formatted(network);
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            as(project, "member")
                    .contentType("application/json")
                    .body("{\"ports\": [" + String.join(",", Collections.nCopies(500, one)) + "]}")
                    .post("/v2.0/ports")
                    .then()
                    .statusCode(201);
            System.out.printf("500 ports made in one request: %.0f ms%n", (System.nanoTime() - start) / 1e6);
        }
        double median =
                median(() -> assertThat(as(project, "reader").get("/v2.0/ports").asByteArray().length)
                        .isGreaterThan(500_000));
        System.out.printf("GET /v2.0/ports of 1,000: median %.0f ms of %d%n", median, ROUNDS);
        assertThat(median).isPositive();
    }

    @Test
    void aNetworkASubnetAndAPortAreMade() {
        double median = median(() -> {
            String network = NetworkCloud.network(project);
            NetworkCloud.subnet(project, network, "10.0.0.0/24");
            NetworkCloud.port(project, network, "").then().statusCode(201);
        });
        System.out.printf("network + subnet + port: median %.0f ms of %d%n", median, ROUNDS);
        assertThat(median).isPositive();
    }

    private static double median(Runnable round) {
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            round.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[ROUNDS / 2];
    }
}
