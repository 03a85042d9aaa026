package io.oblako.compute.node.qemu;

import io.oblako.compute.node.process.Jail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The device by which the kernel runs guests. A jail gets it together with the group that may open it. */
final class Kvm {

    private static final Path DEVICE = Path.of("/dev/kvm");

    private Kvm() {}

    static boolean present() {
        return Files.exists(DEVICE);
    }

    static void allow(Jail jail) {
        try {
            int group = (Integer) Files.getAttribute(DEVICE, "unix:gid");
            jail.device(DEVICE.toString(), group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
