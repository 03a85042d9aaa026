package io.oblako.image.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.image.domain.catalog.ChangeImage;
import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageDraft;
import io.oblako.image.domain.catalog.ImageEdit;
import io.oblako.image.domain.catalog.ImageError;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageQuery;
import io.oblako.image.domain.catalog.RegisterImage;
import io.oblako.image.domain.catalog.RemoveImage;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.page.Page;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.config.OblakoConfig;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.page.Paging;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images: list, create, show, update, delete. */
@Path("/v2/images")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class ImagesResource {

    private static final String SELF = "/v2/images";

    private final ImageReader reader;
    private final RegisterImage register;
    private final ChangeImage change;
    private final RemoveImage removal;
    private final VisibilityRights visibility;
    private final CurrentCaller caller;
    private final OblakoConfig config;

    ImagesResource(
            ImageReader reader,
            RegisterImage register,
            ChangeImage change,
            RemoveImage removal,
            VisibilityRights visibility,
            CurrentCaller caller,
            OblakoConfig config) {
        this.reader = reader;
        this.register = register;
        this.change = change;
        this.removal = removal;
        this.visibility = visibility;
        this.caller = caller;
        this.config = config;
    }

    @GET
    @Operation("image:images:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        ImageQuery query = ImageListQuery.read(parameters, viewer());
        Page<Image> page = reader.list(query);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("images", page.rows().stream().map(ImageView::of).toList());
        view.put("first", parameters.isEmpty() ? SELF : firstPage(parameters));
        if (page.more()) {
            view.put(
                    "next",
                    Paging.next(SELF, parameters, page.rows().getLast().id().toString()));
        }
        view.put("schema", "/v2/schemas/images");
        return view;
    }

    private static String firstPage(MultivaluedMap<String, String> parameters) {
        String withMarker = Paging.next(SELF, parameters, "");
        String link = withMarker.substring(0, withMarker.length() - "marker=".length());
        return link.substring(0, link.length() - 1);
    }

    @POST
    @Mutation
    @Operation("image:images:create")
    public Response create(JsonNode body) {
        JsonNode described = Bodies.object(body);
        if (!described.isObject()) {
            throw CloudException.badRequest("Request body must be a JSON object.");
        }
        Image image = register.register(id(described), caller.project(), draft -> {
            ImageEdit edit = edit(draft);
            described.properties().forEach(field -> {
                if (!field.getKey().equals("id") && !field.getValue().isNull()) {
                    edit.set(field.getKey(), Bodies.plain(field.getValue()));
                }
            });
        });
        return Response.created(URI.create(config.imageUrl() + SELF + '/' + image.id()))
                .entity(ImageView.of(image))
                .build();
    }

    private ImageId id(JsonNode described) {
        JsonNode id = described.path("id");
        if (id.isMissingNode() || id.isNull()) {
            return register.newId();
        }
        return ImageId.parse(id.asText())
                .orElseThrow(() -> new CloudException(
                        ImageError.ATTRIBUTE_INVALID,
                        "Provided object does not match schema 'image': 'id' is not a UUID"));
    }

    @GET
    @Path("{image}")
    @Operation("image:images:show")
    public Map<String, @Nullable Object> show(@PathParam("image") String image) {
        return ImageView.of(reader.settled(image(image), viewer()));
    }

    @PATCH
    @Path("{image}")
    @Consumes({ImagePatch.V21, ImagePatch.V20})
    @Mutation
    @Operation("image:images:update")
    public Map<String, @Nullable Object> update(
            @PathParam("image") String image, @HeaderParam(HttpHeaders.CONTENT_TYPE) String type, byte[] body)
            throws IOException {
        JsonNode patch = Bodies.parse(body);
        boolean draftDialect = type.startsWith(ImagePatch.V20);
        return ImageView.of(change.change(
                image(image), viewer(), draft -> ImagePatch.apply(patch, draftDialect, draft, edit(draft))));
    }

    @DELETE
    @Path("{image}")
    @Mutation
    @Operation("image:images:delete")
    public void delete(@PathParam("image") String image) {
        removal.remove(image(image), viewer());
    }

    @POST
    @Path("{image}/actions/deactivate")
    @Mutation
    @Operation("image:images:deactivate")
    public Response deactivate(@PathParam("image") String image) {
        change.deactivate(image(image), viewer());
        return Response.noContent().build();
    }

    @POST
    @Path("{image}/actions/reactivate")
    @Mutation
    @Operation("image:images:reactivate")
    public Response reactivate(@PathParam("image") String image) {
        change.reactivate(image(image), viewer());
        return Response.noContent().build();
    }

    private ImageEdit edit(ImageDraft draft) {
        Viewer viewer = viewer();
        return new ImageEdit(draft, viewer.operator() || viewer.service(), visibility);
    }

    private Viewer viewer() {
        return Viewer.of(caller.get());
    }

    private static ImageId image(String text) {
        return ImageId.parse(text).orElseThrow(() -> Viewer.notFound(text));
    }
}
