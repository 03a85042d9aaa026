package io.oblako.compute.node.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.node.qemu.DomainSpec.Accelerator;
import io.oblako.compute.node.qemu.DomainSpec.Bus;
import io.oblako.compute.node.qemu.DomainSpec.Disk;
import io.oblako.compute.node.qemu.DomainSpec.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The golden files are the machine model that guests keep for life: a change there is a change to living guests. */
class QemuArgumentsTest {

    private static final UUID SERVER = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final Disk ROOT =
            new Disk("root", Kind.OVERLAY, Bus.VIRTIO, "/disks/root.qcow2", "/base", "11111111222233334444");

    private static String golden(String name) throws IOException {
        try (InputStream in = QemuArgumentsTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }

    private static String lines(DomainSpec domain) {
        return String.join("\n", QemuArguments.of(domain));
    }

    @Test
    void theUsualGuestIsAsItAlwaysWas() throws IOException {
        var domain = new DomainSpec(SERVER, "pc-q35-7.2", Accelerator.TCG, 1, 256, List.of(ROOT), true);
        assertThat(lines(domain)).isEqualTo(golden("tcg-virtio.args"));
    }

    @Test
    void aGuestWithEveryDiskOnKvmIsAsItAlwaysWas() throws IOException {
        var domain = new DomainSpec(
                SERVER,
                "pc-q35-7.2",
                Accelerator.KVM,
                4,
                4096,
                List.of(
                        new Disk("root", Kind.BLANK, Bus.SCSI, "/disks/root.qcow2", null, "11111111222233334444"),
                        new Disk("cdrom", Kind.READ_ONLY, Bus.SATA, "/base", null, "cdrom"),
                        new Disk("ephemeral", Kind.BLANK, Bus.SCSI, "/disks/ephemeral.qcow2", null, "ephemeral"),
                        new Disk("swap", Kind.BLANK, Bus.SCSI, "/disks/swap.qcow2", null, "swap"),
                        new Disk("config", Kind.READ_ONLY, Bus.VIRTIO, "/disks/config.iso", null, "config")),
                true);
        assertThat(lines(domain)).isEqualTo(golden("kvm-all-disks.args"));
    }

    @Test
    void CMP_11_aCommaInAValueBeginsNoOption() {
        var domain = new DomainSpec(
                SERVER,
                "q35,file=/canary",
                Accelerator.TCG,
                1,
                64,
                List.of(new Disk("root", Kind.BLANK, Bus.VIRTIO, "/disks/a,b", null, "x,readonly=off")),
                true);
        assertThat(QemuArguments.of(domain))
                .contains("q35,,file=/canary,usb=off,vmport=off,dump-guest-core=off")
                .contains("driver=file,node-name=root-file,filename=/disks/a,,b,discard=unmap")
                .contains("virtio-blk-pci,drive=root,id=disk-root,serial=x,,readonly=off,bootindex=0");
    }

    @Test
    void CMP_12_aControlCharacterIsRefused() {
        assertThatThrownBy(() -> QemuArguments.value("a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QemuArguments.value("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void IMG_05_everyFileHasItsDriverSpelledOut() {
        var domain = new DomainSpec(SERVER, "pc-q35-7.2", Accelerator.TCG, 1, 64, List.of(ROOT), true);
        List<String> line = QemuArguments.of(domain);
        assertThat(line).doesNotContain("-drive", "-hda", "-cdrom");
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).equals("-blockdev")) {
                assertThat(line.get(i + 1)).startsWith("driver=");
            }
        }
    }

    @Test
    void CMP_05_nothingListensOnANetwork() {
        var domain = new DomainSpec(SERVER, "pc-q35-7.2", Accelerator.TCG, 1, 64, List.of(ROOT), true);
        assertThat(QemuArguments.of(domain))
                .noneMatch(word -> word.matches("(?i).*(tcp:|udp|telnet|websocket|[,:]host=|[,:]port=).*"))
                .containsSequence("-vnc", "unix:/sockets/screen.sock");
    }
}
