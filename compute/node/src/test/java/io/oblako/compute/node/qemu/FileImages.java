package io.oblako.compute.node.qemu;

import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.image.ImageService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An image service that is a map. */
final class FileImages implements ImageService {

    final Map<UUID, byte[]> images = new ConcurrentHashMap<>();
    final AtomicInteger downloads = new AtomicInteger();

    @Override
    public void download(UUID image, Path target, long sizeBytes, Progress progress) {
        downloads.incrementAndGet();
        byte[] bytes = images.get(image);
        if (bytes == null) {
            throw GuestFailure.permanent("IMAGE_REFUSED", "No such image");
        }
        try {
            Files.write(target, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void upload(UUID image, Path file, Progress progress) {
        try {
            images.put(image, Files.readAllBytes(file));
            Files.copy(file, file.resolveSibling("uploaded"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
