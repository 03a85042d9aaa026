package io.oblako.network.api;

import static io.oblako.network.api.Types.ID;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.share.RbacPolicy;
import io.oblako.network.domain.share.Shares;
import io.oblako.network.domain.share.Shares.Action;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The attributes of RBAC policies.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#rbac-policies">Networking API: RBAC policies</a>
 */
final class RbacAttributes {

    private static final Type<Kind> OBJECT = Types.words(Arrays.stream(Kind.values())
            .filter(Kind::shareable)
            .collect(Collectors.toMap(Kind::objectType, Function.identity())));

    private static final Type<Action> ACTION =
            Types.words(Arrays.stream(Action.values()).collect(Collectors.toMap(Action::word, Function.identity())));

    private static final Type<String> TARGET = RbacAttributes::target;

    private RbacAttributes() {}

    /** The id of a project, or all. */
    private static String target(JsonNode json) throws Type.Invalid {
        String text = json.asText();
        if (text.equals(Shares.EVERYBODY)) {
            return text;
        }
        try {
            return ProjectId.of(text).value();
        } catch (IllegalArgumentException e) {
            throw new Type.Invalid("'%s' is not the id of a project, nor *".formatted(Types.shown(json)));
        }
    }

    static Attributes<RbacPolicy> table() {
        return new Attributes<>(
                        Kind.RBAC_POLICY,
                        List.of(
                                Attribute.<RbacPolicy, Kind>of("object_type", OBJECT, RbacPolicy::kind)
                                        .required()
                                        .list(),
                                Attribute.<RbacPolicy, UUID>of("object_id", ID, RbacPolicy::object)
                                        .required()
                                        .list(),
                                Attribute.<RbacPolicy, Action>of("action", ACTION, RbacPolicy::action)
                                        .required()
                                        .list(),
                                Attribute.<RbacPolicy, String>of("target_tenant", TARGET, RbacPolicy::target)
                                        .required()
                                        .put()
                                        .list()))
                .without("name", "description", "tags", "created_at", "updated_at", "revision_number");
    }
}
