package io.oblako.compute.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.Golden;
import io.oblako.compute.api.server.ServerView.Extent;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.server.Server;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerViewTest {

    private static final Links LINKS = Links.of("http://cloud:8774/v2.1");

    private static ServerView view(int minor, boolean admin) {
        return new ServerView(LINKS, minor, admin, Map.of(), new ServerAddresses(AServer.networks()));
    }

    private static Document show(ServerView view, Server server, Extent extent) {
        return JsonOut.document(out -> out.object("server", shown -> view.full(shown, server, extent)));
    }

    @ParameterizedTest(name = "2.{0}")
    @ValueSource(ints = {1, 3, 9, 16, 19, 26, 47, 63, 71, 73, 90, 93})
    void anActiveServerAsItsOwnerSeesIt(int minor) {
        Golden.assertSame("server-owner-2." + minor, show(view(minor, false), AServer.active(), Extent.SHOW));
    }

    @ParameterizedTest(name = "2.{0}")
    @ValueSource(ints = {1, 3, 16, 93})
    void anActiveServerAsAnOperatorSeesIt(int minor) {
        Golden.assertSame("server-admin-2." + minor, show(view(minor, true), AServer.active(), Extent.SHOW));
    }

    @ParameterizedTest(name = "2.{0}")
    @ValueSource(ints = {1, 54, 57, 71, 75, 93})
    void anUpdatedAndARebuiltServer(int minor) {
        Golden.assertSame("server-updated-2." + minor, show(view(minor, false), AServer.active(), Extent.UPDATED));
        Golden.assertSame("server-rebuilt-2." + minor, show(view(minor, false), AServer.active(), Extent.REBUILT));
    }

    @Test
    void aServerShowsItsAddressesAndGroups() {
        assertThat(show(view(93, false), AServer.onANetwork(), Extent.SHOW).toString())
                .contains(
                        "\"addresses\":{\"blue\":[{\"version\":4,\"addr\":\"10.0.0.7\",\"OS-EXT-IPS:type\":\"fixed\","
                                + "\"OS-EXT-IPS-MAC:mac_addr\":\"fa:16:3e:00:00:07\"}",
                        "{\"version\":4,\"addr\":\"203.0.113.7\",\"OS-EXT-IPS:type\":\"floating\"",
                        "{\"version\":6,\"addr\":\"2001:db8::7\",\"OS-EXT-IPS:type\":\"fixed\"",
                        "\"security_groups\":[{\"name\":\"web\"}]");
    }

    @ParameterizedTest
    @EnumSource(
            value = Extent.class,
            names = {"UPDATED", "REBUILT"})
    void theAnswersToUpdateAndRebuildShowWhatExtensionsAddToAddressesSince275(Extent extent) {
        assertThat(show(view(74, false), AServer.onANetwork(), extent).toString())
                .contains("\"addresses\":{\"blue\":[{\"version\":4,\"addr\":\"10.0.0.7\"},")
                .doesNotContain("OS-EXT-IPS");
        assertThat(show(view(75, false), AServer.onANetwork(), extent).toString())
                .contains("OS-EXT-IPS:type", "OS-EXT-IPS-MAC:mac_addr");
    }

    @Test
    void aBuildingServerHasNoHostAndProgress() {
        String json = show(view(1, false), AServer.building(), Extent.SHOW).toString();
        assertThat(json)
                .contains(
                        "\"status\":\"BUILD\"",
                        "\"hostId\":\"\"",
                        "\"progress\":0",
                        "\"OS-EXT-STS:task_state\":\"scheduling\"");
    }

    @Test
    void API_13_theDetailsOfAFaultAreForOperatorsOnly() {
        assertThat(show(view(93, false), AServer.failed(), Extent.SHOW).toString())
                .contains("\"fault\":{\"code\":500", "No host has room. Free 2 GiB.")
                .doesNotContain("filters: ram");
        assertThat(show(view(93, true), AServer.failed(), Extent.SHOW).toString())
                .contains("filters: ram 0/2");
    }

    @Test
    void CMP_24_anOwnerSeesNoNameOfAHost() {
        assertThat(show(view(93, false), AServer.active(), Extent.SHOW).toString())
                .doesNotContain("node-1");
    }

    @Test
    void aLockShowsItsReasonSince73() {
        assertThat(show(view(72, false), AServer.lockedByAdmin(), Extent.SHOW).toString())
                .contains("\"locked\":true")
                .doesNotContain("locked_reason");
        assertThat(show(view(73, false), AServer.lockedByAdmin(), Extent.SHOW).toString())
                .contains("\"locked_reason\":\"audit\"");
    }

    @Test
    void theHostIdDiffersFromTenantToTenantAndIsNovas() {
        Server server = AServer.active();
        String id = HostIds.of(server.project(), "node-1");
        assertThat(id).hasSize(56).isEqualTo(HostIds.of(server.project(), "node-1"));
        assertThat(HostIds.of(io.oblako.kernel.id.ProjectId.of("other"), "node-1"))
                .isNotEqualTo(id);
    }
}
