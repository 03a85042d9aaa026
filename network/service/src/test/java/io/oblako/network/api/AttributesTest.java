package io.oblako.network.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.page.Sort;
import io.oblako.network.api.ListReader.Part;
import io.oblako.network.api.ListReader.PartsFilter;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Query.Condition;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from an attribute table, at a kind that has a line of each sort. */
class AttributesTest {

    /** A thing of the test. */
    record Thing(Standard standard, int size, String color, String secret) implements Resource<Thing> {
        @Override
        public Thing with(Standard next) {
            return new Thing(next, size, color, secret);
        }
    }

    private static final UUID ID = UUID.randomUUID();
    private static final Viewer MEMBER = new Viewer(ProjectId.of("mine"), false);
    private static final Viewer OPERATOR = new Viewer(ProjectId.of("mine"), true);

    private static final Attributes<Thing> TABLE = new Attributes<>(
            Kind.NETWORK,
            List.of(
                    Attribute.<Thing, Integer>of("size", Types.number(1, 10), Thing::size)
                            .required()
                            .put()
                            .list(),
                    Attribute.<Thing, String>of("color", Types.text(5), Thing::color)
                            .post("red")
                            .filter(),
                    Attribute.<Thing, String>of("secret", Types.text(5), Thing::secret)
                            .post("")
                            .put()
                            .setByOperators()
                            .shownToOperators()
                            .filter(),
                    Attribute.<Thing, String>of("status", Types.text(9), thing -> "ACTIVE"),
                    Attribute.<Thing, Boolean>wish("hint", Types.nullable(Types.FLAG))
                            .post(false)));

    private final ListReader<Thing> lists = new ListReader<>(
            TABLE, Map.of("parts", new PartsFilter(Map.of("a", new Part("parts.a", Types.number(1, 9))), null)));

    private static Thing thing() {
        return new Thing(
                new Standard(
                        ID,
                        ProjectId.of("mine"),
                        "n",
                        "d",
                        List.of("t"),
                        Instant.parse("2026-01-01T00:00:00.5Z"),
                        Instant.parse("2026-01-01T00:00:01Z"),
                        3),
                4,
                "blue",
                "s");
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }

    private static Values posted(String body) {
        return TABLE.posted(json(body), MEMBER);
    }

    private static void refused(Runnable call, NetworkError code, String sentence) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(CloudException.class, e -> {
            assertThat(e.sentence()).contains(sentence);
            if (code != null) {
                assertThat(e.code()).isEqualTo(code);
            } else {
                assertThat(e.kind().status()).isEqualTo(400);
            }
        });
    }

    @Test
    void aPostHasWhatItGivesOverTheDefaults() {
        Values wanted = posted("{'size': 3, 'name': 'x'}");
        assertThat(wanted.number("size")).isEqualTo(3);
        assertThat(wanted.text("name")).isEqualTo("x");
        assertThat(wanted.text("color")).isEqualTo("red");
        assertThat(wanted.flag("hint")).isFalse();
        assertThat(wanted.given("size")).isTrue();
        assertThat(wanted.given("color")).isFalse();
        assertThat(wanted.required("project_id", ProjectId.class)).isEqualTo(ProjectId.of("mine"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | Required attribute 'size' not specified",
                "{'size': 3, 'x': 1} | Unrecognized attribute(s) 'x'",
                "{'size': 3, 'status': 'x'} | Attribute 'status' not allowed in POST",
                "{'size': 3, 'id': 'x'} | Attribute 'id' not allowed in POST",
                "{'size': 0} | Invalid input for size. Reason: '0' is not in range 1 through 10.",
                "{'size': null} | Invalid input for size. Reason: 'null' is not an integer.",
                "{'size': 3, 'color': 'purple'} | exceeds maximum length of 5",
                "{'size': 3, 'color': 'a\\nb'} | control characters",
                "{'size': 3, 'project_id': 'other'} | requires admin privileges",
                "{'size': 3, 'project_id': 'mine', 'tenant_id': 'other'} | do not match",
                "{'size': 3, 'tenant_id': '../x'} | it is not the id of a project",
                "[] | must be a JSON object"
            })
    void aPostThatIsWrongSaysWhatIsWrong(String body, String sentence) {
        refused(() -> posted(body), null, sentence);
    }

    @Test
    void tenantIdIsProjectId() {
        assertThat(posted("{'size': 3, 'tenant_id': 'mine'}").required("project_id", ProjectId.class))
                .isEqualTo(ProjectId.of("mine"));
        assertThat(TABLE.posted(json("{'size': 3, 'tenant_id': 'other'}"), OPERATOR)
                        .required("project_id", ProjectId.class))
                .isEqualTo(ProjectId.of("other"));
    }

    @Test
    void onlyOperatorsSetWhatIsTheirsUnlessItIsTheStandard() {
        refused(
                () -> posted("{'size': 3, 'secret': 'x'}"),
                NetworkError.POLICY_NOT_AUTHORIZED,
                "rule:create_network:secret is disallowed by policy");
        refused(
                () -> TABLE.put(json("{'secret': 'x'}"), thing(), MEMBER),
                NetworkError.POLICY_NOT_AUTHORIZED,
                "rule:update_network:secret is disallowed by policy");
        assertThat(posted("{'size': 3, 'secret': ''}").text("secret")).isEmpty();
        assertThat(TABLE.posted(json("{'size': 3, 'secret': 'x'}"), OPERATOR).text("secret"))
                .isEqualTo("x");
    }

    @Test
    void aPutHasWhatItGivesOverWhatTheThingHas() {
        Values wanted = TABLE.put(json("{'size': 9}"), thing(), MEMBER);
        assertThat(wanted.number("size")).isEqualTo(9);
        assertThat(wanted.text("color")).isEqualTo("blue");
        assertThat(wanted.text("secret")).isEqualTo("s");
        assertThat(wanted.text("name")).isEqualTo("n");
        assertThat(wanted.given("color")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"color", "id", "status", "revision_number", "created_at", "project_id", "tags"})
    void aPutLeavesReadOnlyAttributesAlone(String name) {
        refused(
                () -> TABLE.put(json("{'" + name + "': 'x'}"), thing(), OPERATOR),
                null,
                "Cannot update read-only attribute " + name);
    }

    @Test
    void aViewHasAllLinesThatTheViewerMaySee() {
        assertThat(TABLE.view(thing(), MEMBER, Set.of()))
                .containsEntry("id", ID.toString())
                .containsEntry("tenant_id", "mine")
                .containsEntry("project_id", "mine")
                .containsEntry("created_at", "2026-01-01T00:00:00Z")
                .containsEntry("revision_number", 3)
                .containsEntry("size", 4)
                .containsEntry("tags", List.of("t"))
                .doesNotContainKeys("secret", "hint");
        assertThat(TABLE.view(thing(), OPERATOR, Set.of())).containsEntry("secret", "s");
        assertThat(TABLE.view(thing(), MEMBER, Set.of("size", "secret", "x"))).isEqualTo(Map.of("size", 4));
    }

    private Query query(String text, Viewer viewer) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            parameters.add(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return lists.read(parameters, viewer);
    }

    @Test
    void aListIsFilteredByTheLinesThatSaySo() {
        assertThat(query("size=3&size=4&name=&tenant_id=x&fields=id&color=red", MEMBER)
                        .conditions())
                .containsExactlyInAnyOrder(
                        new Condition("size", List.of("3", "4")),
                        new Condition("name", List.of("")),
                        new Condition("project_id", List.of("x")),
                        new Condition("color", List.of("red")));
        assertThat(query("id=no-id", MEMBER).conditions()).containsExactly(new Condition("id", List.of()));
        assertThat(query("parts=a=1&parts=a=2", MEMBER).conditions())
                .containsExactly(new Condition("parts.a", List.of("1", "2")));
        assertThat(query("parts=a=x", MEMBER).conditions()).containsExactly(new Condition("parts.a", List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "x=1 | [x] is invalid attribute for filtering",
                "status=ACTIVE | invalid attribute for filtering",
                "hint=true | invalid attribute for filtering",
                "secret=s | invalid attribute for filtering",
                "parts=b=1 | a filter by parts is one of",
                "sort_key=color | 'color' is invalid attribute for sort_key",
                "sort_key=size&sort_dir=up | sort_dir must be one of",
                "sort_key=size&sort_dir=asc&sort_dir=asc | must be same",
                "limit=-1 | Limit must be an integer",
                "limit=99999999999 | Limit must be an integer",
                "marker=x | The marker is the id"
            })
    void aQueryThatIsWrongSaysWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> query(text, MEMBER))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.sentence()).containsIgnoringCase(sentence));
    }

    @Test
    void aListIsSortedLimitedAndTagged() {
        Query query = query(
                "sort_key=size&sort_dir=desc&limit=5&page_reverse=True&tags=a,b&not-tags-any=c&marker=" + ID, MEMBER);
        assertThat(query.sort()).containsExactly(new Sort("size", false));
        assertThat(query.limit()).isEqualTo(5);
        assertThat(query.reverse()).isTrue();
        assertThat(query.marker()).isEqualTo(ID);
        assertThat(query.tags().all()).containsExactly("a", "b");
        assertThat(query.tags().notAny()).containsExactly("c");
        assertThat(query("", OPERATOR).limit()).isEqualTo(Query.MOST);
        assertThat(query("secret=s", OPERATOR).conditions()).hasSize(1);
    }
}
