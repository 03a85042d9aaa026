package io.oblako.compute.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.request.RequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** Glance v2 by HTTP. A broken download goes on where it broke off; every wait is bounded. */
public final class HttpImageService implements ImageService {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** An upload may take this long in all: 1 TiB at 100 MB/s are three hours. */
    private static final Duration TRANSFER = Duration.ofHours(4);

    /** A download that brings nothing for so long is given up and continued later. */
    private static final Duration STALL = Duration.ofSeconds(60);

    private static final int CHUNK = 256 * 1024;

    private final URI images;
    private final Tokens tokens;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** @param imageUrl of the image service, without a version */
    public HttpImageService(String imageUrl, Tokens tokens) {
        this.images = URI.create(imageUrl.replaceAll("/+$", "") + "/v2/images/");
        this.tokens = tokens;
    }

    @Override
    public void download(UUID image, Path target, long sizeBytes, Progress progress) {
        try {
            long have = Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? Files.size(target) : 0;
            if (have > sizeBytes) {
                Files.delete(target);
                have = 0;
            }
            if (have == sizeBytes && have > 0) {
                return;
            }
            HttpRequest.Builder request =
                    request(image + "/file").timeout(ANSWER).GET();
            if (have > 0) {
                request.header("Range", "bytes=%d-".formatted(have));
            }
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body();
                    Stall _ = new Stall(target, body)) {
                if (response.statusCode() != 200 && response.statusCode() != 206) {
                    throw refused(response.statusCode(), text(body));
                }
                store(body, target, response.statusCode() == 206 ? have : 0, sizeBytes, progress);
            }
        } catch (IOException e) {
            throw GuestFailure.passing("IMAGE_UNREACHABLE", "The image could not be downloaded", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GuestFailure.cancelled();
        }
    }

    private static void store(InputStream body, Path target, long from, long size, Progress progress)
            throws IOException {
        try (FileChannel file = FileChannel.open(
                target,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            file.truncate(from);
            long at = from;
            byte[] chunk = new byte[CHUNK];
            for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
                progress.checkpoint();
                if (at + n > size) {
                    throw GuestFailure.permanent(
                            "IMAGE_CHANGED", "The image is larger than it was said to be", "more than " + size);
                }
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n);
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
                progress.bytes(at, size);
            }
            if (at != size) {
                throw new IOException("The download ended after %d of %d bytes".formatted(at, size));
            }
        }
    }

    @Override
    public void upload(UUID image, Path file, Progress progress) {
        try {
            String status = status(image);
            switch (status) {
                case "active" -> {
                    return;
                }
                case "queued" -> put(image, file, progress);
                case "saving" -> throw GuestFailure.passing("IMAGE_BUSY", "The image is being written already", status);
                default -> throw GuestFailure.permanent("IMAGE_GONE", "The image cannot receive data any more", status);
            }
        } catch (IOException e) {
            throw GuestFailure.passing("IMAGE_UNREACHABLE", "The image could not be uploaded", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GuestFailure.cancelled();
        }
    }

    private void put(UUID image, Path file, Progress progress) throws IOException, InterruptedException {
        long size = Files.size(file);
        HttpRequest request = request(image + "/file")
                .timeout(TRANSFER)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new CountingInput(file, size, progress)), Math.max(1, size)))
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() / 100 != 2) {
                throw refused(response.statusCode(), text(body));
            }
        }
    }

    private String status(UUID image) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(request(image.toString()).timeout(ANSWER).GET().build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw refused(response.statusCode(), text(body));
            }
            JsonNode document = Json.read(body.readNBytes(CHUNK), JsonNode.class);
            return document.path("status").asText("unknown");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(images.resolve(path))
                .header("X-Auth-Token", tokens.current().reveal())
                .header("X-Openstack-Request-Id", RequestContext.current().requestId());
    }

    private GuestFailure refused(int status, String detail) {
        String said = status + " " + detail;
        return switch (status) {
            case 401 -> {
                tokens.forget();
                yield GuestFailure.passing("IMAGE_REFUSED", "The image service did not accept this host", said);
            }
            case 400, 403, 404, 409, 410, 413, 415 ->
                GuestFailure.permanent("IMAGE_REFUSED", "The image service refused: " + status, said);
            case 204 -> GuestFailure.permanent("IMAGE_EMPTY", "The image has no data", said);
            default -> GuestFailure.passing("IMAGE_UNREACHABLE", "The image service did not answer as it should", said);
        };
    }

    private static String text(InputStream body) throws IOException {
        return new String(body.readNBytes(2048), StandardCharsets.UTF_8);
    }

    /** Ends a download that brings nothing for {@link #STALL}: by closing it, so that the reader wakes up. */
    private static final class Stall implements AutoCloseable {

        private final Thread watch;

        Stall(Path target, InputStream body) {
            this.watch = Thread.ofVirtual()
                    .name("download-" + target.getFileName())
                    .start(() -> {
                        try {
                            long before = -1;
                            long now = length(target);
                            while (now != before) {
                                before = now;
                                Thread.sleep(STALL);
                                now = length(target);
                            }
                            body.close();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }

        private static long length(Path target) throws IOException {
            return Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? Files.size(target) : 0;
        }

        @Override
        public void close() {
            watch.interrupt();
        }
    }

    /** Reads a file, says how far it is, ends when nobody wants it. */
    private static final class CountingInput extends InputStream {

        private final InputStream in;
        private final long size;
        private final Progress progress;
        private long done;

        CountingInput(Path file, long size, Progress progress) {
            try {
                this.in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.size = size;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (progress.cancelled()) {
                throw new IOException("Not wanted any more");
            }
            int n = in.read(target, offset, length);
            if (n > 0) {
                done += n;
                progress.bytes(done, size);
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
