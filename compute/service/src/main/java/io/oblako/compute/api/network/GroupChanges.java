package io.oblako.compute.api.network;

import static io.oblako.compute.api.schema.ObjectSchema.object;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.schema.Text;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.network.ProjectGroups;
import io.oblako.web.mutation.Mutation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;

/** The transactions in which groups are ordered; a class of its own because interceptors see only calls from outside. */
@ApplicationScoped
class GroupChanges {

    /** Neutron's, which lets a name begin and end with white space. */
    private static final Text NAME =
            new Text(1, Types.LONGEST_NAME, Types::printable, "does not match: printable characters");

    private static final Schema GROUP = object().required(
                    "security_group", object().required("name", NAME).optional("description", Types.DESCRIPTION));

    private final NovaRequest request;
    private final ProjectGroups groups;
    private final Links links;

    GroupChanges(NovaRequest request, ProjectGroups groups, Links links) {
        this.request = request;
        this.groups = groups;
        this.links = links;
    }

    /** What a body says of a group. */
    Body group(byte[] bytes) {
        return request.body(bytes, GROUP).at("security_group");
    }

    /** @return an answer whose location ends in the id of the group, also when the request is repeated under its key */
    @Mutation
    Response create(byte[] bytes) {
        Body body = group(bytes);
        UUID id = groups.make(
                request.project(), body.needed("name"), body.text("description").orElse(""));
        return Response.ok()
                .location(URI.create(links.versioned() + "/os-security-groups/" + id))
                .build();
    }

    @Mutation
    Response update(String id, Body body) {
        groups.describe(request.project(), id, body.needed("name"), body.textOrNull("description"));
        return Response.ok().build();
    }
}
