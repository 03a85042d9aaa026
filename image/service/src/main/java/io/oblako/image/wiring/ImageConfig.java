package io.oblako.image.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Configuration of the image service alone. */
@ConfigMapping(prefix = "oblako.image")
public interface ImageConfig {

    /** The folder that holds the bytes of images. */
    @WithDefault("/var/lib/oblako/images")
    Path storeDir();

    /** Largest image, in bytes as uploaded. */
    @WithDefault("1T")
    MemorySize maxImageSize();

    /** Largest disk inside an image. */
    @WithDefault("16T")
    MemorySize maxVirtualSize();

    /** Bytes that the images of one project may take together. */
    @WithDefault("10T")
    MemorySize imageSizeTotal();

    /** The same for single projects, by project id; others have the default above. */
    Map<String, MemorySize> imageSizeTotals();

    /** Images that one project may have. */
    @WithDefault("1000")
    int maxImages();

    /** How long an upload counts as alive after its process was last heard of. */
    @WithDefault("30S")
    Duration uploadLease();

    /** Uploads received at the same time, at most half of them for one project; each takes up to 4 MiB outside of the heap. */
    @WithDefault("32")
    int maxUploads();

    /** How long one upload more waits for its turn before it is refused. */
    @WithDefault("30S")
    Duration uploadPatience();

    /**
     * Bytes per second that a sender must bring on average over 30 s of waiting for it; a slower one is cut off and may
     * try again. 0 for no limit.
     */
    @WithDefault("16K")
    MemorySize minUploadRate();

    /** Images up to this size are digested and on disk for good before their upload is answered. */
    @WithDefault("256M")
    MemorySize settleAtOnce();

    /** How long showing an image waits for the digests of an upload that has just ended. */
    @WithDefault("5S")
    Duration digestPatience();

    /** Time between two rounds of cleaning up after broken uploads. */
    @WithDefault("10S")
    Duration reapEvery();
}
