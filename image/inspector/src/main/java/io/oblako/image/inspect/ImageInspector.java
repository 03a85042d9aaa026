package io.oblako.image.inspect;

import static io.oblako.image.inspect.ImageRejected.Reason.EMPTY;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_THE_DECLARED_FORMAT;
import static io.oblako.image.inspect.ImageRejected.Reason.POLYGLOT;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inspects one image while it streams by. The verdict depends on the bytes alone, not on how they are cut into chunks.
 *
 * {@snippet :
 * var inspector = ImageInspector.expecting(DiskFormat.QCOW2);
 * while (upload.read(chunk)) {
 *     inspector.feed(chunk);       // an ImageRejected here may end the upload early
 *     store.write(chunk);
 * }
 * ImageReport report = inspector.finish();
 * }
 *
 * <p>Not thread-safe. Holds no resources: an inspector that is no longer needed is simply dropped.
 */
public final class ImageInspector {

    private static final int READ_BYTES = 16 << 10;
    private static final int STREAM_BYTES = 256 << 10;

    private final DiskFormat declared;
    private final Limits limits;
    private final FormatReader reader;
    private final Tail tail = new Tail();

    private long position;
    private boolean headSeen;
    private long captureOffset;
    private @Nullable GrowingBytes capture;

    private @Nullable ImageRejected rejected;
    private boolean finished;

    private ImageInspector(DiskFormat declared, Limits limits) {
        this.declared = declared;
        this.limits = limits;
        this.reader = readerOf(declared, limits);
        this.capture = new GrowingBytes(reader.headBytes());
    }

    /** An inspector with {@link Limits#DEFAULT}. */
    public static ImageInspector expecting(DiskFormat declared) {
        return expecting(declared, Limits.DEFAULT);
    }

    /** @param declared the one format to accept; nothing is ever guessed */
    public static ImageInspector expecting(DiskFormat declared, Limits limits) {
        return new ImageInspector(declared, limits);
    }

    /**
     * Inspects a file before it is opened by anything else. Reads about 70 KiB of it (an OVA in full) and follows no
     * symbolic link in the last part of the path. The caller makes sure that nobody writes to the file until it is open.
     *
     * @throws IOException if the file cannot be read
     * @throws ImageRejected if it must not be used
     */
    public static ImageReport inspect(Path file, DiskFormat declared, Limits limits) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return expecting(declared, limits).inspect(channel);
        }
    }

    /** {@link #feed(ByteBuffer)} for a whole array. */
    public void feed(byte[] chunk) {
        feed(ByteBuffer.wrap(chunk));
    }

    /** {@link #feed(ByteBuffer)} for a part of an array. */
    public void feed(byte[] chunk, int offset, int length) {
        feed(ByteBuffer.wrap(chunk, offset, length));
    }

    /**
     * Takes the next bytes, from position to limit. The buffer's position stays as it was, so that the same buffer can
     * be written to a store afterwards, and none of its memory is kept.
     *
     * @throws ImageRejected as soon as no continuation could make the image acceptable; again at each later call
     */
    public void feed(ByteBuffer chunk) {
        requireOpen();
        try {
            tail.add(chunk);
            consume(chunk);
        } catch (ImageRejected rejection) {
            rejected = rejection;
            throw rejection;
        }
    }

    /**
     * Says that there are no more bytes. Called once.
     *
     * @throws ImageRejected if the image must not be used
     */
    public ImageReport finish() {
        requireOpen();
        finished = true;
        try {
            if (position == 0) {
                throw new ImageRejected(EMPTY, "The image has no bytes. Upload its data");
            }
            if (!headSeen) {
                completeCapture();
            }
            if (capture != null) {
                throw new ImageRejected(
                        TRUNCATED,
                        "The image has %d bytes and ends before its metadata. Upload it again".formatted(position));
            }
            requireOwnTail(Signature.inTail(tail.view()));
            return reader.finish(tail.view(), position);
        } catch (ImageRejected rejection) {
            rejected = rejection;
            throw rejection;
        }
    }

    private void requireOpen() {
        if (rejected != null) {
            throw rejected;
        }
        if (finished) {
            throw new IllegalStateException("This inspection is finished");
        }
    }

    /** Walks from one point of interest to the next; the points do not depend on the chunks. */
    private void consume(ByteBuffer chunk) {
        int at = chunk.position();
        while (at < chunk.limit()) {
            limits.requireFile(position + 1);
            int step = (int) Math.min(chunk.limit() - at, bytesToNextStop());
            ByteBuffer part = chunk.slice(at, step);
            if (capture != null && position >= captureOffset) {
                capture.add(part);
            }
            position += step;
            at += step;
            if (headSeen) {
                reader.stream(part);
            }
            if (capture != null && capture.missing() == 0) {
                completeCapture();
            }
        }
    }

    private long bytesToNextStop() {
        long toLimit = limits.maxFileBytes() - position;
        if (capture == null) {
            return toLimit;
        }
        return Math.min(toLimit, position < captureOffset ? captureOffset - position : capture.missing());
    }

    private void completeCapture() {
        if (capture == null) {
            throw new IllegalStateException("Nothing was captured");
        }
        Bytes bytes = capture.view();
        capture = null;
        if (headSeen) {
            reader.window(bytes);
            return;
        }
        headSeen = true;
        requireDeclared(Signature.in(bytes));
        reader.head(bytes).ifPresent(window -> {
            if (window.offset() < position) {
                throw new IllegalStateException("The window at %d is behind %d".formatted(window.offset(), position));
            }
            captureOffset = window.offset();
            capture = new GrowingBytes(window.length());
        });
    }

    private void requireDeclared(EnumSet<Signature> found) {
        Signature own = ownSignature();
        boolean ownFound = own != null && found.remove(own);
        // The content of a raw disk and of a fixed VHD comes first; the latter's footer is insisted on at the end.
        boolean headless = own == null || (declared == DiskFormat.VHD && !ownFound);
        if (headless || declared == DiskFormat.ISO) {
            found.removeAll(Signature.PARTITION_TABLES);
        }
        if (declared == DiskFormat.ISO) {
            found.remove(Signature.UDF);
        }
        if (!ownFound && !(headless && found.isEmpty())) {
            throw otherThanDeclared(found.isEmpty() ? "does not begin like one" : "is " + describe(found));
        }
        if (!found.isEmpty()) {
            throw new ImageRejected(
                    POLYGLOT,
                    "The image is declared as %s and is one, but is also %s. Convert it to a fresh file"
                            .formatted(declared.glanceName(), describe(found)));
        }
    }

    private ImageRejected otherThanDeclared(String what) {
        return new ImageRejected(
                NOT_THE_DECLARED_FORMAT,
                "The image is declared as %s, but %s. Declare what it is, or convert it"
                        .formatted(declared.glanceName(), what));
    }

    private void requireOwnTail(EnumSet<Signature> found) {
        if (declared == DiskFormat.VHD) {
            found.remove(Signature.VHD);
        }
        if (found.isEmpty()) {
            return;
        }
        String what = "ends like " + describe(found);
        throw declared == DiskFormat.RAW
                ? otherThanDeclared(what)
                : new ImageRejected(
                        POLYGLOT,
                        "The image is declared as %s, but %s. Convert it to a fresh file"
                                .formatted(declared.glanceName(), what));
    }

    private static String describe(Set<Signature> found) {
        return found.stream().map(Signature::description).collect(Collectors.joining(" and "));
    }

    private @Nullable Signature ownSignature() {
        return switch (declared) {
            case RAW -> null;
            case QCOW2 -> Signature.QCOW;
            case VMDK -> Signature.VMDK;
            case VDI -> Signature.VDI;
            case VHD -> Signature.VHD;
            case VHDX -> Signature.VHDX;
            case ISO -> Signature.ISO;
            case OVA -> Signature.TAR;
        };
    }

    private static FormatReader readerOf(DiskFormat declared, Limits limits) {
        return switch (declared) {
            case RAW -> new RawReader(limits);
            case QCOW2 -> new Qcow2Reader(limits);
            case VMDK -> new VmdkReader(limits);
            case VDI -> new VdiReader(limits);
            case VHD -> new VhdReader(limits);
            case VHDX -> new VhdxReader(limits);
            case ISO -> new IsoReader(limits);
            case OVA -> new OvaReader(limits);
        };
    }

    private ImageReport inspect(FileChannel channel) throws IOException {
        long size = channel.size();
        limits.requireFile(size);
        ByteBuffer buffer = ByteBuffer.allocate(reader.streams() ? STREAM_BYTES : READ_BYTES);
        while (position < size) {
            if (!reader.streams()) {
                position = Math.max(position, nextInteresting(size));
            }
            buffer.clear();
            if (channel.read(buffer, position) < 0) {
                throw new IOException("The file became shorter while it was inspected");
            }
            feed(buffer.flip());
        }
        return finish();
    }

    /** Where to go on reading when the bytes in between are of no interest. */
    private long nextInteresting(long size) {
        long tailStart = Math.max(0, size - Tail.BYTES);
        return capture == null ? tailStart : Math.min(Math.max(position, captureOffset), tailStart);
    }
}
