package io.oblako.compute.api.image;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.image.ImageAccess;
import io.oblako.compute.domain.image.Images;
import io.oblako.image.contracts.ImageFact;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.page.PageRequest;
import io.oblako.web.config.OblakoConfig;
import io.oblako.web.page.Paging;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Nova's old view of images, for clients below microversion 2.36, from the facts that the image service publishes. They are
 * read and deleted here; other changes belong to the image service.
 */
@Path("/v2.1/images")
@RunOnVirtualThread
public class ImagesResource {

    private static final int LAST = 35;
    private static final int MAXIMUM = 1000;
    private static final Paging PAGING = new Paging(Set.of(), List.of(), MAXIMUM, MAXIMUM);
    /** Oldest last, as Glance lists them. */
    private static final Comparator<ImageFact> YOUNGEST_FIRST = Comparator.comparing(ImageFact::createdAt)
            .thenComparing(ImageFact::id)
            .reversed();

    private final NovaRequest request;
    private final Images images;
    private final ImageDeletion deletion;
    private final Links links;
    private final OblakoConfig config;

    ImagesResource(NovaRequest request, Images images, ImageDeletion deletion, Links links, OblakoConfig config) {
        this.request = request;
        this.images = images;
        this.deletion = deletion;
        this.links = links;
        this.config = config;
    }

    @GET
    @Operation("compute:images:list")
    public Response list() {
        return answer("/images", this::brief);
    }

    @GET
    @Path("detail")
    @Operation("compute:images:list-detail")
    public Response detail() {
        return answer("/images/detail", this::full);
    }

    @GET
    @Path("{image}")
    @Operation("compute:images:show")
    public Response show(@PathParam("image") String id) {
        ImageFact image = found(id);
        return JsonOut.document(out -> out.object("image", shown -> full(shown, image)))
                .ok();
    }

    /** The answer waits for the image to be gone (briefly, bounded), because clients look as soon as they have it. */
    @DELETE
    @Path("{image}")
    @Operation("compute:images:delete")
    public Response delete(@PathParam("image") String id) {
        UUID image = found(id).id();
        deletion.delete(image);
        images.await(image, Optional::isEmpty);
        return Response.noContent().build();
    }

    @GET
    @Path("{image}/metadata")
    @Operation("compute:image-metadata:list")
    public Response metadata(@PathParam("image") String id) {
        ImageFact image = found(id);
        return JsonOut.document(out -> out.map("metadata", new TreeMap<>(image.properties())))
                .ok();
    }

    @GET
    @Path("{image}/metadata/{key}")
    @Operation("compute:image-metadata:show")
    public Response metadatum(@PathParam("image") String id, @PathParam("key") String key) {
        String value = found(id).properties().get(key);
        if (value == null) {
            throw CloudException.notFound("Metadata item was not found");
        }
        return JsonOut.document(out -> out.object("meta", meta -> meta.text(key, value)))
                .ok();
    }

    private ImageFact found(String id) {
        request.only(1, LAST);
        if (Types.isUuid(id) && id.length() == 36) {
            ImageFact image = images.find(Ids.uuid(id)).filter(this::visible).orElse(null);
            if (image != null) {
                return image;
            }
        }
        throw CloudException.notFound("Image not found.");
    }

    private boolean visible(ImageFact image) {
        return ImageAccess.sees(request.caller(), image);
    }

    private Response answer(String path, BiConsumer<JsonOut, ImageFact> each) {
        request.only(1, LAST);
        MultivaluedMap<String, String> query = request.query();
        PageRequest asked = PAGING.read(query);
        List<ImageFact> all = images.all().stream()
                .filter(this::listed)
                .filter(image -> matches(image, query))
                .sorted(YOUNGEST_FIRST)
                .toList();
        int from = after(all, asked.marker());
        List<ImageFact> rows = all.subList(from, Math.min(all.size(), from + asked.limit()));
        return JsonOut.document(out -> {
                    out.objects("images", rows, each);
                    if (from + rows.size() < all.size()) {
                        String last = rows.getLast().id().toString();
                        Links.next(out, "images", Paging.next(links.versioned() + path, query, last));
                    }
                })
                .ok();
    }

    /** Community images are usable by id, but not listed for others; hidden ones neither. */
    private boolean listed(ImageFact image) {
        boolean strangersCommunity =
                image.visibility().equals("community") && !ImageAccess.owns(request.caller(), image);
        return visible(image) && !image.hidden() && !strangersCommunity;
    }

    private static boolean matches(ImageFact image, MultivaluedMap<String, String> query) {
        String name = query.getFirst("name");
        String status = query.getFirst("status");
        return (name == null || image.name().equals(name))
                && (status == null || status(image).equalsIgnoreCase(status))
                && atLeast(query.getFirst("minDisk"), image.minDiskGib())
                && atLeast(query.getFirst("minRam"), image.minRamMib());
    }

    private static boolean atLeast(@Nullable String least, int value) {
        return least == null || !least.matches("[0-9]{1,9}") || value >= Integer.parseInt(least);
    }

    private static int after(List<ImageFact> all, @Nullable String marker) {
        if (marker == null) {
            return 0;
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().toString().equals(marker)) {
                return i + 1;
            }
        }
        throw CloudException.badRequest("marker not found: the id of an image is expected");
    }

    private void brief(JsonOut out, ImageFact image) {
        String id = image.id().toString();
        out.text("id", id)
                .text("name", image.name())
                .objects("links", List.of("self", "bookmark", "alternate"), (link, rel) -> {
                    link.text("rel", rel);
                    switch (rel) {
                        case "self" -> link.text("href", links.versioned() + "/images/" + id);
                        case "bookmark" -> link.text("href", links.bare() + "/images/" + id);
                        default ->
                            link.text("type", "application/vnd.openstack.image")
                                    .text("href", config.imageUrl() + "/images/" + id);
                    }
                });
    }

    private void full(JsonOut out, ImageFact image) {
        brief(out, image);
        String status = status(image);
        out.text("status", status)
                .number("progress", status.equals("ACTIVE") ? 100 : 25)
                .number("minDisk", image.minDiskGib())
                .number("minRam", image.minRamMib())
                .number("OS-EXT-IMG-SIZE:size", image.sizeBytes())
                .text("created", Stamps.seconds(image.createdAt()))
                .text("updated", Stamps.seconds(image.updatedAt()))
                .map("metadata", new TreeMap<>(image.properties()));
    }

    /** Nova's words for Glance's. */
    private static String status(ImageFact image) {
        return switch (image.status().toLowerCase(Locale.ROOT)) {
            case "active" -> "ACTIVE";
            case "queued", "saving", "importing" -> "SAVING";
            case "deleted", "pending_delete" -> "DELETED";
            case "killed" -> "ERROR";
            default -> "UNKNOWN";
        };
    }
}
