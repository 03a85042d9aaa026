package io.oblako.compute.node.qemu;

import io.oblako.compute.node.process.Jail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The device by which the kernel runs guests. A jail gets it together with the group that may open it, never with root's
 * group.
 */
final class Kvm {

    private static final Logger LOG = Logger.getLogger(Kvm.class);
    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Set<PosixFilePermission> GROUP =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE);
    private static final Set<PosixFilePermission> ANYONE =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private Kvm() {}

    /** Whether the device is there and somebody else than root may open it. */
    static boolean usable() {
        try {
            if (!Files.exists(DEVICE)) {
                return false;
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(DEVICE);
            boolean usable = mode.containsAll(ANYONE) || (mode.containsAll(GROUP) && group() != 0);
            if (!usable) {
                LOG.warn("/dev/kvm can be opened by root alone, and guests do not run as root: give it to the group kvm"
                        + " with mode 0660");
            }
            return usable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void allow(Jail jail) {
        try {
            jail.device(DEVICE.toString(), Files.getPosixFilePermissions(DEVICE).containsAll(ANYONE) ? -1 : group());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int group() throws IOException {
        return (Integer) Files.getAttribute(DEVICE, "unix:gid");
    }
}
