package io.oblako.image.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.Member;
import io.oblako.image.domain.catalog.MemberStatus;
import io.oblako.image.domain.catalog.ShareImage;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.tx.Transactions;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Projects that an image is shared with. */
@Path("/v2/images/{image}/members")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class ImageMembersResource {

    private final ShareImage share;
    private final Transactions transactions;
    private final CurrentCaller caller;

    ImageMembersResource(ShareImage share, Transactions transactions, CurrentCaller caller) {
        this.share = share;
        this.transactions = transactions;
        this.caller = caller;
    }

    @GET
    @Operation("image:members:list")
    public Map<String, Object> list(@PathParam("image") String image) {
        return ImageView.members(transactions.call(() -> share.membersOf(image(image), viewer())));
    }

    @POST
    @Mutation
    @Operation("image:members:add")
    public Response add(@PathParam("image") String image, JsonNode body) {
        Member member = share.add(image(image), ShareImage.project(Bodies.text(body, "member")), viewer());
        return Response.ok(ImageView.of(member)).build();
    }

    @GET
    @Path("{member}")
    @Operation("image:members:show")
    public Map<String, Object> show(@PathParam("image") String image, @PathParam("member") String member) {
        return ImageView.of(transactions.call(() -> share.member(image(image), ShareImage.project(member), viewer())));
    }

    @PUT
    @Path("{member}")
    @Mutation
    @Operation("image:members:update")
    public Map<String, Object> update(
            @PathParam("image") String image, @PathParam("member") String member, JsonNode body) {
        MemberStatus wanted = MemberStatus.ofGlanceName(Bodies.text(body, "status"))
                .orElseThrow(() -> CloudException.badRequest("status is one of pending, accepted, rejected."));
        return ImageView.of(share.answer(image(image), ShareImage.project(member), wanted, viewer()));
    }

    @DELETE
    @Path("{member}")
    @Mutation
    @Operation("image:members:remove")
    public void remove(@PathParam("image") String image, @PathParam("member") String member) {
        share.remove(image(image), ShareImage.project(member), viewer());
    }

    private Viewer viewer() {
        return Viewer.of(caller.get());
    }

    private static ImageId image(String text) {
        return ImageId.parse(text).orElseThrow(() -> Viewer.notFound(text));
    }
}
