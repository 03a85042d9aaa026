package io.oblako.compute.node.image;

import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import java.nio.file.Path;
import java.util.UUID;

/** The image service, as a node uses it. */
public interface ImageService {

    /**
     * Writes the stored bytes of an image to a file.
     *
     * @param target is made, or continued where an earlier attempt broke off
     * @param sizeBytes that the file must have in the end
     * @throws GuestFailure when it could not be had; what was written stays for the next attempt
     */
    void download(UUID image, Path target, long sizeBytes, Progress progress);

    /**
     * Gives a queued image its bytes. When the image is active already, an earlier attempt succeeded and nothing is done.
     *
     * @throws GuestFailure when it could not be given
     */
    void upload(UUID image, Path file, Progress progress);
}
