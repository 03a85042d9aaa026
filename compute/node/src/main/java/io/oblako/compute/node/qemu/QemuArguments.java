package io.oblako.compute.node.qemu;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.node.qemu.DomainSpec.Accelerator;
import io.oblako.compute.node.qemu.DomainSpec.Bus;
import io.oblako.compute.node.qemu.DomainSpec.Disk;
import io.oblako.compute.node.qemu.DomainSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of QEMU as a pure function. Each option is one list element and each value is escaped, so nothing that
 * a tenant can name becomes an option (security rows CMP-11, CMP-12).
 *
 * @see <a href="https://www.qemu.org/docs/master/system/invocation.html">QEMU invocation</a>
 */
final class QemuArguments {

    static final String QEMU = "/usr/bin/qemu-system-x86_64";
    /** Where the sockets are inside the jail. */
    static final String RUN = "/sockets";

    static final String SCREEN_SOCKET = "screen.sock";
    static final String SERIAL_SOCKET = "serial.sock";

    /** The guest's output waits here when the daemon is away; a power of two, as QEMU wants it. */
    static final int CONSOLE_RING_BYTES = 256 * 1024;

    /** The translation cache. QEMU's own choice is up to a gigabyte for each guest. */
    private static final int TCG_CACHE_MIB = 64;

    /** On the root bus, where QEMU has not put anything by itself. */
    private static final int SLOTS_ADDRESS = 0x10;

    private QemuArguments() {}

    static List<String> of(DomainSpec domain) {
        List<String> line = new ArrayList<>();
        String id = domain.server().toString();
        line.add(QEMU);
        add(line, "-name", "guest=" + value(id) + ",debug-threads=on");
        add(line, "-uuid", id);
        add(line, "-no-user-config");
        add(line, "-nodefaults");
        add(line, "-display", "none");
        add(line, "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
        add(line, "-machine", value(domain.machineType()) + ",usb=off,vmport=off,dump-guest-core=off");
        accelerator(line, domain.accelerator());
        add(line, "-smp", Integer.toString(domain.vcpus()));
        add(line, "-m", domain.ramMib() + "M");
        add(line, "-rtc", "base=utc");
        add(line, "-boot", "strict=on");
        add(
                line,
                "-smbios",
                "type=1,manufacturer=Oblako,product=OpenStack Nova,serial=%s,uuid=%s,family=Virtual Machine"
                        .formatted(id, id));
        monitor(line, "qmp");
        monitor(line, "rescue");
        monitor(line, "nics");
        add(line, "-chardev", "ringbuf,id=console,size=" + CONSOLE_RING_BYTES);
        add(line, "-serial", "chardev:console");
        add(line, "-object", "rng-random,id=entropy,filename=/dev/urandom");
        add(line, "-device", "virtio-rng-pci,id=rng,rng=entropy");
        add(line, "-device", "virtio-balloon-pci,id=balloon,free-page-reporting=on,deflate-on-oom=on");
        add(line, "-device", "pvpanic,id=panic");
        add(line, "-device", "pvpanic-pci,id=panic-pci");
        disks(line, domain.disks());
        screen(line, domain.screen());
        slots(line, domain.machineType());
        add(line, "-action", "reboot=reset,shutdown=pause,panic=pause");
        add(line, "-S");
        return List.copyOf(line);
    }

    private static void accelerator(List<String> line, Accelerator accelerator) {
        switch (accelerator) {
            case KVM -> {
                add(line, "-accel", "kvm");
                add(line, "-cpu", "host");
            }
            case TCG -> {
                add(line, "-accel", "tcg,tb-size=" + TCG_CACHE_MIB);
                add(line, "-cpu", "Nehalem");
            }
        }
    }

    private static void monitor(List<String> line, String name) {
        add(line, "-chardev", "socket,id=%s,path=%s/%s.sock,server=on,wait=off".formatted(name, RUN, name));
        add(line, "-mon", "chardev=%s,mode=control".formatted(name));
    }

    /** A picture is only made while somebody looks at it. */
    private static void screen(List<String> line, boolean screen) {
        if (screen) {
            add(line, "-device", "VGA,id=screen");
            add(line, "-vnc", "unix:%s/%s".formatted(RUN, SCREEN_SOCKET));
        }
    }

    /** Slots that interfaces are plugged into, at boot and later; the bus of an older machine takes them without. */
    private static void slots(List<String> line, String machineType) {
        if (!hasSlots(machineType)) {
            return;
        }
        for (int slot = 0; slot < GuestSpec.MAX_NICS; slot++) {
            // Eight functions of one device: they take one place on the root bus.
            add(
                    line,
                    "-device",
                    "pcie-root-port,id=%s,bus=pcie.0,chassis=%d,addr=0x%x.%d%s"
                            .formatted(
                                    slot(slot), slot + 1, SLOTS_ADDRESS, slot, slot == 0 ? ",multifunction=on" : ""));
        }
    }

    static boolean hasSlots(String machineType) {
        return machineType.startsWith("pc-q35");
    }

    static String slot(int number) {
        return "slot-" + number;
    }

    private static void disks(List<String> line, List<Disk> disks) {
        if (disks.stream().anyMatch(disk -> disk.bus() == Bus.SCSI)) {
            add(line, "-device", "virtio-scsi-pci,id=scsi");
        }
        if (disks.stream().anyMatch(disk -> disk.bus() == Bus.SATA)) {
            add(line, "-device", "ich9-ahci,id=sata");
        }
        int bootIndex = 0;
        int sataPort = 0;
        for (Disk disk : disks) {
            blocks(line, disk);
            String common = "drive=%s,id=disk-%s,serial=%s".formatted(disk.name(), disk.name(), value(disk.serial()));
            boolean cdrom = disk.kind() == Kind.READ_ONLY && disk.bus() != Bus.VIRTIO;
            String boot = disk.name().equals("config") ? "" : ",bootindex=" + bootIndex++;
            String device = switch (disk.bus()) {
                case VIRTIO -> "virtio-blk-pci";
                case SCSI -> (cdrom ? "scsi-cd" : "scsi-hd") + ",bus=scsi.0";
                case SATA -> (cdrom ? "ide-cd" : "ide-hd") + ",bus=sata." + sataPort++;
            };
            add(line, "-device", device + "," + common + boot);
        }
    }

    /** The whole chain is spelled out, with the driver of each file: nothing in a file's header is followed. */
    private static void blocks(List<String> line, Disk disk) {
        String name = disk.name();
        switch (disk.kind()) {
            case OVERLAY -> {
                file(line, name + "-base-file", String.valueOf(disk.base()), true);
                add(
                        line,
                        "-blockdev",
                        "driver=raw,node-name=%s-base,file=%s-base-file,read-only=on".formatted(name, name));
                file(line, name + "-file", disk.path(), false);
                add(
                        line,
                        "-blockdev",
                        "driver=qcow2,node-name=%s,file=%s-file,backing=%s-base,discard=unmap"
                                .formatted(name, name, name));
            }
            case BLANK -> {
                file(line, name + "-file", disk.path(), false);
                add(line, "-blockdev", "driver=qcow2,node-name=%s,file=%s-file,discard=unmap".formatted(name, name));
            }
            case READ_ONLY -> {
                file(line, name + "-file", disk.path(), true);
                add(line, "-blockdev", "driver=raw,node-name=%s,file=%s-file,read-only=on".formatted(name, name));
            }
        }
    }

    private static void file(List<String> line, String node, String path, boolean readOnly) {
        add(
                line,
                "-blockdev",
                "driver=file,node-name=%s,filename=%s,%s"
                        .formatted(node, value(path), readOnly ? "read-only=on" : "discard=unmap"));
    }

    /** A value inside an option: QEMU reads two commas as one and ends the value at one. */
    static String value(String text) {
        if (text.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("A control character in an option of QEMU");
        }
        return text.replace(",", ",,");
    }

    private static void add(List<String> line, String... words) {
        line.addAll(List.of(words));
    }
}
