package io.oblako.compute.node.image;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.contracts.ConversionReport.State;
import io.oblako.image.inspect.DiskFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The conversions of one host, as tasks that others can follow: each says that it runs, how far it is and how it ended, and
 * ends when its image is deleted. A restarted host takes an interrupted one up again, under the same id, from the file it
 * has downloaded. Thread-safe.
 */
public final class Conversions {

    private static final Duration SAY_EVERY = Duration.ofSeconds(2);
    private static final String NATIVE = DiskFormat.RAW.glanceName();

    private final String host;
    private final Clock clock;
    private final ImageCache.Converter converter;
    private final Consumer<ConversionReport> reports;
    private final Map<UUID, Image> running = new ConcurrentHashMap<>();

    /** One whose fact has not come in yet counts as there: only what was known and went was deleted. */
    private static final class Image {
        private volatile boolean known;
        private volatile boolean deleted;
    }

    /** @param reports must not block */
    public Conversions(String host, Clock clock, ImageCache.Converter converter, Consumer<ConversionReport> reports) {
        this.host = host;
        this.clock = clock;
        this.converter = converter;
        this.reports = reports;
    }

    /**
     * Converts an inspected image to a raw file.
     *
     * @throws GuestFailure also when the image was deleted meanwhile
     */
    void convert(
            GuestSpec.Image image, DiskFormat format, long virtualBytes, Path source, Path target, Progress progress)
            throws IOException {
        Image watched = new Image();
        running.put(image.id(), watched);
        Task task = new Task(image, format, Files.size(source), watched, progress);
        try {
            task.say(State.RUNNING, null);
            converter.toRaw(source, format, virtualBytes, target, task);
            task.say(State.DONE, null);
        } catch (GuestFailure failure) {
            if (watched.deleted) {
                task.say(State.CANCELLED, "The image was deleted.");
                throw GuestFailure.permanent("IMAGE_GONE", "The image was deleted while it was prepared");
            }
            boolean cancelled = failure.kind() == GuestFailure.Kind.CANCELLED;
            task.say(
                    cancelled ? State.CANCELLED : State.FAILED,
                    cancelled ? "No server needs it any more." : failure.sentence());
            throw failure;
        } catch (IOException e) {
            task.say(State.FAILED, "The host could not convert the image.");
            throw e;
        } finally {
            running.remove(image.id());
        }
    }

    /** Ends the conversions of images that are not there any more. Called by one thread, again and again. */
    void keepOnly(Predicate<UUID> exists) {
        running.forEach((id, image) -> {
            if (exists.test(id)) {
                image.known = true;
            } else if (image.known) {
                image.deleted = true;
            }
        });
    }

    /** Belongs to the thread that converts. */
    private final class Task implements Progress {

        private final GuestSpec.Image image;
        private final DiskFormat format;
        private final long total;
        private final Image watched;
        private final Progress asker;
        private final Instant startedAt = clock.instant();
        private long done;
        private Instant saidAt = startedAt;

        Task(GuestSpec.Image image, DiskFormat format, long total, Image watched, Progress asker) {
            this.image = image;
            this.format = format;
            this.total = total;
            this.watched = watched;
            this.asker = asker;
        }

        @Override
        public void mark(String step) {
            asker.mark(step);
        }

        /** What the converter has read tells how far it is: it reads the stored image once, from its beginning. */
        @Override
        public void read(long bytes) {
            done = Math.min(total, bytes);
            if (!clock.instant().isBefore(saidAt.plus(SAY_EVERY))) {
                say(State.RUNNING, null);
            }
        }

        @Override
        public boolean cancelled() {
            return watched.deleted || asker.cancelled();
        }

        void say(State state, @Nullable String message) {
            saidAt = clock.instant();
            UUID id = UUID.nameUUIDFromBytes(
                    (host + ' ' + image.id() + ' ' + image.sha512()).getBytes(StandardCharsets.UTF_8));
            reports.accept(new ConversionReport(
                    id,
                    image.id(),
                    host,
                    state,
                    format.glanceName(),
                    NATIVE,
                    state == State.DONE ? total : done,
                    total,
                    message,
                    startedAt,
                    saidAt));
        }
    }
}
