package io.oblako.compute.domain.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.api.server.KnownNetworks;
import io.oblako.compute.domain.ComputeError;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.error.ErrorCode;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ProjectGroupsTest {

    private static final ProjectId MINE = ProjectId.of("mine");
    private static final UUID WEB = new UUID(3, 1);
    private static final UUID DEFAULT = new UUID(3, 2);
    private static final UUID THEIRS = new UUID(3, 3);
    private static final UUID NEW = new UUID(3, 4);

    private final KnownNetworks known = new KnownNetworks()
            .with(new SecurityGroupFact(WEB, "mine", "web", 1, null))
            .with(new SecurityGroupFact(DEFAULT, "mine", "default", 1, "Default security group"))
            .with(new SecurityGroupFact(THEIRS, "theirs", "web", 1, ""));
    private final List<NetworkOrder> ordered = new ArrayList<>();
    private final ProjectGroups groups = new ProjectGroups(known, ordered::add, () -> NEW);

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static PortFact portIn(UUID group) {
        return new PortFact(
                new UUID(2, 1),
                "mine",
                "",
                new UUID(1, 1),
                "fa:16:3e:00:00:01",
                List.of(),
                "server",
                "compute:nova",
                "node-1",
                1,
                PortFact.Status.ACTIVE,
                null,
                true,
                true,
                Set.of(group),
                List.of(),
                "",
                1442,
                List.of(),
                List.of(),
                "",
                1);
    }

    @Test
    void aProjectSeesItsOwnGroupsByName() {
        assertThat(groups.all(MINE)).extracting(SecurityGroupFact::id).containsExactly(DEFAULT, WEB);
        assertThat(groups.one(MINE, WEB.toString()).name()).isEqualTo("web");
        refused(CommonError.NOT_FOUND, () -> groups.one(MINE, THEIRS.toString()));
        refused(CommonError.NOT_FOUND, () -> groups.one(MINE, "web"));
    }

    @Test
    void theDefaultGroupIsAskedForWhereItIsNotKnown() {
        assertThat(groups.hasDefault(MINE)).isTrue();
        ProjectId other = ProjectId.of("theirs");
        assertThat(groups.hasDefault(other)).isFalse();
        groups.needDefault(other);
        assertThat(ordered).singleElement().satisfies(order -> {
            NetworkOrder.MakeGroup make = (NetworkOrder.MakeGroup) order;
            assertThat(make.name()).isEqualTo("default");
            assertThat(make.project()).isEqualTo("theirs");
        });
    }

    @Test
    void aGroupIsOrderedUnderAnIdOfComputes() {
        assertThat(groups.make(MINE, " db ", "d")).isEqualTo(NEW);
        assertThat(ordered).singleElement().satisfies(order -> {
            NetworkOrder.MakeGroup make = (NetworkOrder.MakeGroup) order;
            assertThat(make.group()).isEqualTo(NEW);
            assertThat(make.name()).isEqualTo(" db ");
            assertThat(make.description()).isEqualTo("d");
        });
        refused(CommonError.INVALID_REQUEST, () -> groups.make(MINE, "default", ""));
    }

    @Test
    void aGroupThatDoesNotAppearIsOverTheQuota() {
        refused(ComputeError.OVER_QUOTA, () -> groups.made(NEW));
        known.with(new SecurityGroupFact(NEW, "mine", "db", 0, ""));
        assertThat(groups.made(NEW).name()).isEqualTo("db");
    }

    @Test
    void aDescriptionThatNobodyGivesStays() {
        groups.describe(MINE, DEFAULT.toString(), "default", null);
        groups.describe(MINE, WEB.toString(), "www", null);
        groups.describe(MINE, WEB.toString(), "www", "lets HTTP in");
        assertThat(ordered)
                .extracting(order -> ((NetworkOrder.DescribeGroup) order).description())
                .containsExactly("Default security group", "", "lets HTTP in");
    }

    @Test
    void theDefaultGroupKeepsItsNameAndNoOtherGetsIt() {
        refused(CommonError.INVALID_REQUEST, () -> groups.describe(MINE, DEFAULT.toString(), "x", null));
        refused(CommonError.INVALID_REQUEST, () -> groups.describe(MINE, WEB.toString(), "default", null));
        refused(CommonError.NOT_FOUND, () -> groups.describe(MINE, THEIRS.toString(), "x", null));
        assertThat(ordered).isEmpty();
    }

    @Test
    void aGroupIsDeletedUnlessPortsAreInItOrItIsTheDefaultOne() {
        refused(CommonError.INVALID_REQUEST, () -> groups.delete(MINE, DEFAULT.toString()));
        refused(CommonError.NOT_FOUND, () -> groups.delete(MINE, THEIRS.toString()));
        groups.delete(MINE, WEB.toString());
        assertThat(ordered).singleElement().isInstanceOf(NetworkOrder.DeleteGroup.class);
        known.with(portIn(WEB));
        refused(CommonError.INVALID_REQUEST, () -> groups.delete(MINE, WEB.toString()));
        assertThat(ordered).hasSize(1);
    }
}
