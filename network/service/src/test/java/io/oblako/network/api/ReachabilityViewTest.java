package io.oblako.network.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.json.Json;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.reach.Reachability;
import io.oblako.network.domain.reach.Snapshot;
import io.oblako.network.domain.reach.Things;
import io.oblako.network.domain.reach.Traffic;
import io.oblako.network.domain.reach.TwoTiers;
import io.oblako.network.domain.reach.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The answers that clients read, each in a checked-in file. */
class ReachabilityViewTest {

    private static final Viewer SHOP = new Viewer(ProjectId.of("shop"), false);

    private static Verdict verdict(String from, String to, int port) {
        Snapshot cloud = TwoTiers.cloud();
        Packet packet = new Packet(Ip.of("10.0.1.10"), Ip.of(to), new Segment(6, 49_152, port));
        return new Reachability(cloud, SHOP::owns).fromPort(cloud.port(Things.id(from)), packet);
    }

    private static void assertSame(String file, Viewer viewer, int port, Verdict verdict) throws IOException {
        JsonNode answer = Json.shared().valueToTree(new ReachabilityView(viewer).of(new Traffic("tcp", port), verdict));
        Path golden = Path.of("src/test/resources/golden/" + file + ".json");
        assertThat(answer).isEqualTo(Json.shared().readTree(Files.readString(golden)));
    }

    @Test
    void anAnswerNamesRulesAndTheWay() throws IOException {
        assertSame("reachability-delivered", SHOP, 5432, verdict("shop web", "10.0.2.10", 5432));
    }

    @Test
    void NET_15_anAnswerNamesNothingOfOthers() throws IOException {
        assertSame("reachability-out-of-sight", SHOP, 80, verdict("shop web", "203.0.113.21", 80));
    }

    @Test
    void whatIsNotTheAskersHasNoIds() throws IOException {
        Viewer nobody = new Viewer(ProjectId.of("nobody"), false);
        assertSame("reachability-foreign", nobody, 80, verdict("shop web", "198.51.100.7", 80));
    }
}
