package io.oblako.compute.node.image;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.image.inspect.ImageInspector;
import io.oblako.image.inspect.ImageRejected;
import io.oblako.image.inspect.ImageReport;
import io.oblako.image.inspect.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The bases that root disks are cloned from: downloaded once, checked against the digest that compute gave, inspected, and
 * converted to a raw file of ours, so that nothing of a tenant's headers is ever opened by QEMU. Several guests that want
 * one image wait for one download. Bases that a guest lives on, or is about to, are never dropped. Thread-safe.
 */
public final class ImageCache {

    private static final Logger LOG = Logger.getLogger(ImageCache.class);
    private static final int CHUNK = 1024 * 1024;
    private static final String BASE = ".raw";
    /** What has been downloaded of a base so far; the next download goes on there. */
    private static final String PART = ".part";

    private static final int UUID_CHARS = 36;

    private final Path folder;
    private final ImageService service;
    private final Conversions conversions;
    private final long limitBytes;
    private final Supplier<Set<String>> referenced;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, Integer> pins = new ConcurrentHashMap<>();

    /** Turns an inspected image of another format into a raw file, in the jail. */
    @FunctionalInterface
    public interface Converter {

        /** @param target does not exist yet */
        void toRaw(Path source, DiskFormat format, long virtualBytes, Path target, Progress progress)
                throws IOException;
    }

    /**
     * @param limitBytes above which bases that nobody needs are dropped, the one unused for longest first
     * @param referenced names of the bases that guests live on
     */
    public ImageCache(
            Path folder,
            ImageService service,
            Conversions conversions,
            long limitBytes,
            Supplier<Set<String>> referenced) {
        this.folder = folder;
        this.service = service;
        this.conversions = conversions;
        this.limitBytes = limitBytes;
        this.referenced = referenced;
        AtomicFiles.privateFolder(folder);
        list().stream().filter(file -> file.toString().endsWith(".work")).forEach(AtomicFiles::removeTree);
    }

    /** A base that will not be dropped before this is closed; by then somebody should refer to its name. */
    public final class Base implements AutoCloseable {

        private final String name;

        private Base(String name) {
            this.name = name;
            pins.merge(name, 1, Integer::sum);
        }

        public String name() {
            return name;
        }

        public Path file() {
            return folder.resolve(name);
        }

        /** The size of the disk. */
        public long bytes() {
            try {
                return Files.size(file());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            pins.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * The base for an image, made when it is not there yet.
     *
     * @throws GuestFailure when it cannot be had
     */
    public Base get(GuestSpec.Image image, Progress progress) {
        String name = name(image);
        Base base = new Base(name);
        try {
            ReentrantLock lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
            while (!lock.tryLock(200, TimeUnit.MILLISECONDS)) {
                progress.checkpoint();
            }
            try {
                progress.checkpoint();
                if (!Files.exists(base.file(), LinkOption.NOFOLLOW_LINKS)) {
                    make(image, base.file(), progress);
                    drop();
                }
                Files.setLastModifiedTime(base.file(), FileTime.from(Instant.now()));
                return base;
            } finally {
                lock.unlock();
            }
        } catch (GuestFailure failure) {
            base.close();
            throw failure;
        } catch (IOException | UncheckedIOException e) {
            base.close();
            throw GuestFailure.passing("IMAGE_NOT_PREPARED", "The image could not be prepared on the host", e);
        } catch (InterruptedException e) {
            base.close();
            Thread.currentThread().interrupt();
            throw GuestFailure.cancelled();
        }
    }

    /** The digest is part of the name: other bytes under the same id are another base. */
    private static String name(GuestSpec.Image image) {
        String digest = image.sha512().toLowerCase(Locale.ROOT);
        if (!digest.matches("[0-9a-f]{128}")) {
            throw GuestFailure.permanent("IMAGE_UNVERIFIED", "The image has no SHA-512 digest");
        }
        return image.id() + "-" + digest.substring(0, 16) + BASE;
    }

    private void make(GuestSpec.Image image, Path base, Progress progress) throws IOException {
        DiskFormat format = DiskFormat.ofGlanceName(image.diskFormat())
                .filter(known -> known != DiskFormat.OVA)
                .orElseThrow(() -> GuestFailure.permanent(
                        "IMAGE_FORMAT", "A server cannot boot an image of format " + image.diskFormat()));
        Path part = folder.resolve(base.getFileName() + PART);
        service.download(image.id(), part, image.sizeBytes(), progress);
        progress.mark("downloaded");
        verify(part, image, progress);
        ImageReport report = inspect(part, format);
        if (format == DiskFormat.RAW || format == DiskFormat.ISO) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("r--r--r--"));
            Files.move(part, base, StandardCopyOption.ATOMIC_MOVE);
        } else {
            conversions.convert(image, format, report.virtualBytes(), part, base, progress);
            Files.deleteIfExists(part);
        }
        LOG.infof("Image %s is prepared, %d bytes", image.id(), Files.size(base));
    }

    private static void verify(Path part, GuestSpec.Image image, Progress progress) throws IOException {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            try (InputStream in = new DigestInputStream(Files.newInputStream(part), sha512)) {
                byte[] chunk = new byte[CHUNK];
                while (in.read(chunk) >= 0) {
                    progress.checkpoint();
                }
            }
            if (!HexFormat.of().formatHex(sha512.digest()).equalsIgnoreCase(image.sha512())) {
                Files.delete(part);
                throw GuestFailure.permanent(
                        "IMAGE_CHANGED", "The image's bytes are not those that were uploaded", "SHA-512 differs");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-512", e);
        }
    }

    private static ImageReport inspect(Path part, DiskFormat format) throws IOException {
        try {
            return ImageInspector.inspect(part, format, Limits.DEFAULT);
        } catch (ImageRejected rejected) {
            Files.delete(part);
            throw GuestFailure.permanent("IMAGE_REJECTED", String.valueOf(rejected.getMessage()), rejected);
        }
    }

    /** Makes room: bases that nobody needs go, the one unused for longest first. */
    private synchronized void drop() {
        Set<String> needed = referenced.get();
        List<Path> kept = kept().stream()
                .sorted(Comparator.comparing(ImageCache::lastUsed))
                .toList();
        long total = kept.stream().mapToLong(ImageCache::size).sum();
        for (Path file : kept) {
            if (total <= limitBytes) {
                return;
            }
            if (free(file, needed)) {
                total -= size(file);
                AtomicFiles.remove(file);
                LOG.infof("The unused base %s was dropped", file.getFileName());
            }
        }
    }

    /**
     * Drops the bases of images that are not there any more and that nobody needs, and ends their conversion.
     *
     * @param exists whether an image is still known; the image may come back under the same id only with other bytes
     */
    public void keepOnly(Predicate<UUID> exists) {
        conversions.keepOnly(exists);
        dropAllBut(exists);
    }

    private synchronized void dropAllBut(Predicate<UUID> exists) {
        Set<String> needed = referenced.get();
        for (Path file : kept()) {
            if (!exists.test(UUID.fromString(name(file).substring(0, UUID_CHARS))) && free(file, needed)) {
                AtomicFiles.remove(file);
                LOG.infof("The base %s of a deleted image was dropped", file.getFileName());
            }
        }
    }

    /** Bases, and what was downloaded of some. */
    private List<Path> kept() {
        return list().stream().filter(file -> name(file).endsWith(BASE)).toList();
    }

    /** Name of the base that the file is, or becomes. */
    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(PART) ? name.substring(0, name.length() - PART.length()) : name;
    }

    private boolean free(Path file, Set<String> needed) {
        return !needed.contains(name(file)) && !pins.containsKey(name(file));
    }

    private List<Path> list() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime lastUsed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
