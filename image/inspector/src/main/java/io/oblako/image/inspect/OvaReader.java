package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.ImageRejected.Reason.EMPTY;
import static io.oblako.image.inspect.ImageRejected.Reason.TOO_LARGE;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSAFE_ARCHIVE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OVA: a tar whose first file is the OVF descriptor. Files are followed by name as they pass; nothing is extracted.
 * Each file must be listed by the descriptor, be listed only once and be there, and each disk is inspected by an
 * inspector of its own.
 */
final class OvaReader implements FormatReader {

    private static final int BLOCK = TarHeader.BLOCK_BYTES;
    private static final int MAX_SMALL_FILE_BYTES = 1 << 20;

    private enum Part {
        HEADER,
        CONTENT,
        PADDING,
        END
    }

    private final Limits limits;
    private final GrowingBytes block = new GrowingBytes(BLOCK);
    private final Set<String> names = new HashSet<>();
    private final Set<String> present = new HashSet<>();
    private final OvaManifest manifest = new OvaManifest();
    private final List<EmbeddedDisk> disks = new ArrayList<>();

    private Part part = Part.HEADER;
    private long remaining;
    private TarHeader entry = new TarHeader("", 0);
    private OvaManifest.@Nullable Digests digests;
    private @Nullable GrowingBytes text;
    private @Nullable ImageInspector inspector;
    private @Nullable OvfDescriptor descriptor;

    OvaReader(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Optional<Window> head(Bytes head) {
        stream(head.buffer());
        return Optional.empty();
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public void stream(ByteBuffer bytes) {
        int at = bytes.position();
        while (at < bytes.limit()) {
            int available = bytes.limit() - at;
            int step = switch (part) {
                case HEADER -> Math.min(available, block.missing());
                case CONTENT, PADDING -> (int) Math.min(available, remaining);
                case END -> available;
            };
            take(bytes.slice(at, step));
            at += step;
        }
    }

    private void take(ByteBuffer bytes) {
        switch (part) {
            case HEADER -> {
                block.add(bytes);
                if (block.missing() == 0) {
                    header(block.view());
                    block.clear();
                }
            }
            case CONTENT -> {
                content(bytes);
                remaining -= bytes.remaining();
                if (remaining == 0) {
                    endOfContent();
                }
            }
            case PADDING -> {
                remaining -= bytes.remaining();
                part = remaining == 0 ? Part.HEADER : Part.PADDING;
            }
            case END ->
                require(allZero(bytes), UNSAFE_ARCHIVE, "The archive goes on after its end. Pack its files anew");
        }
    }

    private void header(Bytes header) {
        if (header.zero(0, BLOCK)) {
            part = Part.END;
            return;
        }
        entry = TarHeader.parse(header);
        limits.requireFile(entry.bytes());
        require(
                names.add(entry.name().toLowerCase(Locale.ROOT)),
                UNSAFE_ARCHIVE,
                "The archive has two files of the same name. Pack its files anew");
        require(names.size() <= limits.maxArchiveEntries(), TOO_LARGE, "The archive has too many files");
        digests = manifest.digests();
        choose();
        remaining = entry.bytes();
        part = Part.CONTENT;
        if (remaining == 0) {
            endOfContent();
        }
    }

    /** Decides what becomes of the content that follows. */
    private void choose() {
        if (descriptor == null) {
            require(
                    hasEnding(".ovf"),
                    UNSAFE_ARCHIVE,
                    "The first file of an OVA must be its OVF descriptor. Pack it first");
            collect(limits.maxDescriptorBytes());
        } else if (hasEnding(".mf") || hasEnding(".cert")) {
            collect(MAX_SMALL_FILE_BYTES);
        } else {
            referenced(descriptor);
        }
    }

    private void collect(int maxBytes) {
        require(
                entry.bytes() <= maxBytes,
                TOO_LARGE,
                "%s has %d bytes; at most %d are allowed".formatted(entry.name(), entry.bytes(), maxBytes));
        text = new GrowingBytes(maxBytes);
    }

    private void referenced(OvfDescriptor ovf) {
        OvfDescriptor.File file = ovf.files().get(entry.name());
        if (file == null) {
            throw new ImageRejected(
                    UNSAFE_ARCHIVE,
                    "%s is not listed by the OVF descriptor. List it or leave it out".formatted(entry.name()));
        }
        sane(
                file.bytes() < 0 || file.bytes() == entry.bytes(),
                "%s has another size than listed".formatted(entry.name()));
        present.add(entry.name());
        if (file.disk() != null) {
            inspector = ImageInspector.expecting(file.disk(), limits);
        } else if (hasEnding(".iso")) {
            inspector = ImageInspector.expecting(DiskFormat.ISO, limits);
        } else {
            require(
                    entry.bytes() <= MAX_SMALL_FILE_BYTES,
                    UNSAFE_ARCHIVE,
                    "%s is neither a disk nor small. Leave it out".formatted(entry.name()));
        }
    }

    private void content(ByteBuffer bytes) {
        if (digests != null) {
            digests.update(bytes);
        }
        if (text != null) {
            text.add(bytes);
        }
        if (inspector != null) {
            inspector.feed(bytes);
        }
    }

    private void endOfContent() {
        if (digests != null) {
            manifest.computed(entry.name(), digests);
            digests = null;
        }
        if (text != null) {
            Bytes bytes = text.view();
            text = null;
            if (descriptor == null) {
                descriptor = OvfDescriptor.parse(bytes.buffer(), limits);
            } else if (hasEnding(".mf")) {
                manifest.read(bytes.latin1(0, bytes.size()));
            }
        }
        if (inspector != null) {
            ImageReport report = inspector.finish();
            inspector = null;
            if (report.format() != DiskFormat.ISO) {
                disks.add(new EmbeddedDisk(entry.name(), report));
                limits.requireVirtual(virtualBytes());
            }
        }
        remaining = entry.padding();
        part = remaining == 0 ? Part.HEADER : Part.PADDING;
    }

    /** The limit holds for each addend and, after each, for the sum, so it cannot overflow. */
    private long virtualBytes() {
        return disks.stream().mapToLong(disk -> disk.image().virtualBytes()).sum();
    }

    private boolean hasEnding(String ending) {
        return entry.name().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static boolean allZero(ByteBuffer bytes) {
        for (int at = bytes.position(); at < bytes.limit(); at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ImageReport finish(Bytes tail, long fileBytes) {
        require(
                part == Part.END,
                TRUNCATED,
                "The archive has no end. Compare its size with the source, upload it again");
        if (descriptor == null) {
            throw new ImageRejected(EMPTY, "The archive has no files. Pack the OVF descriptor and its disks");
        }
        require(
                present.containsAll(descriptor.files().keySet()),
                TRUNCATED,
                "The archive lacks a file that its OVF descriptor lists. Pack all of them");
        require(!disks.isEmpty(), EMPTY, "The archive has no disk. Pack at least one");
        manifest.verify();
        return new ImageReport(DiskFormat.OVA, "ovf", virtualBytes(), fileBytes, disks);
    }
}
