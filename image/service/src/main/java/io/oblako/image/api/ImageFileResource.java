package io.oblako.image.api;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageError;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageStatus;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.image.domain.store.ImageStore;
import io.oblako.image.domain.upload.Transfers;
import io.oblako.image.domain.upload.UploadImage;
import io.oblako.image.http.RequestBytes;
import io.oblako.image.telemetry.ImageTelemetry;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.nio.channels.Channels;
import org.jboss.resteasy.reactive.PathPart;
import org.jspecify.annotations.Nullable;

/** The bytes of an image. */
@Path("/v2/images/{image}/file")
@RunOnVirtualThread
public class ImageFileResource {

    /** What a client may still send after its image was refused. */
    private static final long DISCARDED_BYTES = 256L << 20;

    private final ImageReader reader;
    private final UploadImage upload;
    private final ImageStore store;
    private final Transfers transfers;
    private final ImageTelemetry telemetry;
    private final CurrentCaller caller;
    private final RoutingContext http;

    ImageFileResource(
            ImageReader reader,
            UploadImage upload,
            ImageStore store,
            Transfers transfers,
            ImageTelemetry telemetry,
            CurrentCaller caller,
            RoutingContext http) {
        this.reader = reader;
        this.upload = upload;
        this.store = store;
        this.transfers = transfers;
        this.telemetry = telemetry;
        this.caller = caller;
        this.http = http;
    }

    /**
     * No transaction spans this: the bytes of a large image come in for minutes.
     *
     * @see <a href="https://docs.openstack.org/api-ref/image/v2/#upload-binary-image-data">Glance: upload</a>
     */
    @PUT
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation("image:file:upload")
    public Response upload(@PathParam("image") String image) {
        try (RequestBytes bytes = RequestBytes.of(http.request(), http.vertx())) {
            receive(image(image), bytes);
        }
        return Response.noContent().build();
    }

    private void receive(ImageId image, RequestBytes bytes) {
        try {
            Viewer viewer = viewer();
            telemetry.upload(bytes, counted -> upload.upload(image, viewer, bytes.declared(), counted));
        } catch (CloudException refused) {
            bytes.discardRest(DISCARDED_BYTES);
            if (!bytes.exhausted()) {
                http.response().putHeader("Connection", "close");
            }
            throw refused;
        }
    }

    /** @see <a href="https://docs.openstack.org/api-ref/image/v2/#download-binary-image-data">Glance: download</a> */
    @GET
    @Operation("image:file:download")
    public Response download(@PathParam("image") String id, @HeaderParam("Range") @Nullable String range)
            throws IOException {
        Viewer viewer = viewer();
        Image image = reader.visible(image(id), viewer);
        ImageData data = image.stored().orElse(null);
        if (data == null) {
            return Response.noContent().build();
        }
        if (image.status() == ImageStatus.DEACTIVATED && !viewer.operator()) {
            throw new CloudException(
                    ImageError.IMAGE_DEACTIVATED,
                    "The requested image has been deactivated. Image data download is forbidden.");
        }
        if (range == null) {
            return part(Response.ok(), data, new ByteRange(0, data.bytes()), checksum(data));
        }
        ByteRange wanted = ByteRange.read(range, data.bytes());
        return part(
                Response.status(Response.Status.PARTIAL_CONTENT)
                        .header("Content-Range", wanted.contentRange(data.bytes())),
                data,
                wanted,
                null);
    }

    private Response part(ResponseBuilder answer, ImageData data, ByteRange part, @Nullable String checksum)
            throws IOException {
        var local = store.localFile(data.object());
        Object entity = local.isPresent()
                ? new PathPart(local.get(), part.first(), part.length())
                : Channels.newInputStream(store.open(data.object(), part.first(), part.length()));
        answer.type(MediaType.APPLICATION_OCTET_STREAM)
                .header("Accept-Ranges", "bytes")
                .header("Content-Length", part.length());
        if (checksum != null) {
            answer.header("Content-MD5", checksum);
        }
        if (!http.response().closed()) {
            Transfers.Transfer running = transfers.begin();
            http.addEndHandler(end -> {
                if (running.end()) {
                    telemetry.downloaded(part.length(), end.succeeded());
                }
            });
        }
        return answer.entity(entity).build();
    }

    /** Glance sends the hex digest in this header, and its clients check it. */
    private static @Nullable String checksum(ImageData data) {
        ImageData.Digests digests = data.digests();
        return digests == null ? null : digests.md5();
    }

    private Viewer viewer() {
        return Viewer.of(caller.get());
    }

    private static ImageId image(String text) {
        return ImageId.parse(text).orElseThrow(() -> Viewer.notFound(text));
    }
}
