package io.oblako.compute.node.qemu;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine in the words of QEMU, as it stands inside the jail. Together with {@link QemuArguments} this is our
 * machine model: what it says for a guest must not change while the guest lives.
 *
 * @param machineType versioned, for example pc-q35-7.2
 * @param vcpus 1 to 256
 * @param disks in boot order
 * @param screen whether there is a graphics card, and somebody may look at what it shows
 */
record DomainSpec(
        UUID server,
        String machineType,
        Accelerator accelerator,
        int vcpus,
        int ramMib,
        List<Disk> disks,
        boolean screen) {

    static final int MAX_VCPUS = 256;
    static final int MAX_RAM_MIB = 16 * 1024 * 1024;

    DomainSpec {
        if (vcpus < 1 || vcpus > MAX_VCPUS || ramMib < 1 || ramMib > MAX_RAM_MIB) {
            throw new IllegalArgumentException("%d processors, %d MiB".formatted(vcpus, ramMib));
        }
        disks = List.copyOf(disks);
    }

    /** What executes the guest's instructions. */
    enum Accelerator {
        KVM,
        TCG
    }

    /** How a disk is plugged in. */
    enum Bus {
        VIRTIO,
        SCSI,
        SATA
    }

    /** What kind of file it is. No format is ever guessed. */
    enum Kind {
        /** qcow2 of ours over a raw base that is never written. */
        OVERLAY,
        /** qcow2 of ours over nothing. */
        BLANK,
        /** Bytes that the guest may only read: config drive, installation medium. */
        READ_ONLY
    }

    /**
     * @param name of the node in QEMU's block graph: root, ephemeral, swap, config, cdrom
     * @param path inside the jail
     * @param base path of the base inside the jail; present exactly with OVERLAY
     * @param serial what the guest sees as the disk's serial number
     */
    record Disk(
            String name,
            Kind kind,
            Bus bus,
            String path,
            @Nullable String base,
            String serial) {
        Disk {
            if ((kind == Kind.OVERLAY) != (base != null)) {
                throw new IllegalArgumentException("An overlay has a base, nothing else has");
            }
        }
    }
}
