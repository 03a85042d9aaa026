package io.oblako.image.inspect;

import static io.oblako.image.inspect.DiskFormat.OVA;
import static io.oblako.image.inspect.ImageRejected.Reason.BROKEN_HEADER;
import static io.oblako.image.inspect.ImageRejected.Reason.EMPTY;
import static io.oblako.image.inspect.ImageRejected.Reason.EXTERNAL_DATA;
import static io.oblako.image.inspect.ImageRejected.Reason.MANIFEST_MISMATCH;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_THE_DECLARED_FORMAT;
import static io.oblako.image.inspect.ImageRejected.Reason.TOO_LARGE;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSAFE_ARCHIVE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSAFE_DESCRIPTOR;
import static io.oblako.image.inspect.Images.EXTENT;
import static io.oblako.image.inspect.Images.OVF;
import static io.oblako.image.inspect.Images.descriptor;
import static io.oblako.image.inspect.Images.ovf;
import static io.oblako.image.inspect.Images.sparseVmdk;
import static io.oblako.image.inspect.Images.streamVmdk;
import static io.oblako.image.inspect.Verdicts.assertAccepted;
import static io.oblako.image.inspect.Verdicts.assertRefused;
import static io.oblako.image.inspect.Verdicts.inspect;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OvaTest {

    private static final byte[] DISK = streamVmdk().bytes();
    private static final String FILE = "<File ovf:id=\"f\" ovf:href=\"disk.vmdk\"/>";

    @Test
    void aGoodArchiveIsAcceptedAndItsDisksReported() {
        ImageReport report = inspect(OVA, Images.ova().bytes());
        assertThat(report.virtualBytes()).isEqualTo(1 << 20);
        assertThat(report.disks()).singleElement().satisfies(disk -> {
            assertThat(disk.name()).isEqualTo("disk.vmdk");
            assertThat(disk.image().format()).isEqualTo(DiskFormat.VMDK);
            assertThat(disk.image().fileBytes()).isEqualTo(DISK.length);
        });
    }

    @Test
    void theDisksOfAnArchiveAreInspectedLikeAnyOther() {
        var foreign = sparseVmdk(descriptor("monolithicSparse", "RW 2048 FLAT \"/etc/hostname\" 0"));
        assertRefused(EXTERNAL_DATA, OVA, archive(OVF, "disk.vmdk", foreign.bytes()));
        assertRefused(
                NOT_THE_DECLARED_FORMAT,
                OVA,
                archive(OVF, "disk.vmdk", Images.qcow2().bytes()));
        assertRefused(EMPTY, OVA, archive(OVF, "disk.vmdk", new byte[0]));
        assertAccepted(
                OVA,
                archive(
                        OVF,
                        "disk.vmdk",
                        sparseVmdk(descriptor("monolithicSparse", EXTENT)).bytes()),
                1 << 20);
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '5', '6', '7', 'S', 'L', 'K', 'x', 'g', 'V', 'M'})
    void IMG_17_anythingButAPlainFileIsRefused(char type) {
        var tar = new Tar().file("machine.ovf", OVF).entry(type, "disk.vmdk", "", DISK);
        assertRefused(UNSAFE_ARCHIVE, OVA, tar.end());
        assertRefused(
                UNSAFE_ARCHIVE,
                OVA,
                new Tar()
                        .entry(type, "machine.ovf", "/etc/hostname", new byte[0])
                        .end());
    }

    @Test
    void IMG_17_aPlainFileWithALinkOrAFolderIsRefused() {
        var linked = new Tar().file("machine.ovf", OVF).entry('0', "disk.vmdk", "/etc/hostname", DISK);
        assertRefused(UNSAFE_ARCHIVE, OVA, linked.end());
        assertRefused(UNSAFE_ARCHIVE, OVA, Images.ova().text(345, "..").tarChecksum(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../machine.ovf",
                "/etc/machine.ovf",
                "./machine.ovf",
                "a/machine.ovf",
                "a\\machine.ovf",
                ".ovf",
                "c:machine.ovf",
                "a..ovf",
                "mach\nine.ovf",
                "",
                "-rf.ovf"
            })
    void IMG_17_namesThatAreNotPlainAreRefused(String name) {
        assertRefused(
                UNSAFE_ARCHIVE,
                OVA,
                new Tar().file(name, OVF).file("disk.vmdk", DISK).end());
    }

    @Test
    void IMG_17_aNameTwiceIsRefused() {
        var tar = new Tar().file("machine.ovf", OVF).file("disk.vmdk", DISK);
        assertRefused(UNSAFE_ARCHIVE, OVA, tar.file("disk.vmdk", DISK).end());
        var other = new Tar().file("machine.ovf", OVF).file("disk.vmdk", DISK).file("MACHINE.OVF", OVF);
        assertRefused(UNSAFE_ARCHIVE, OVA, other.end());
    }

    @Test
    void IMG_17_filesThatTheDescriptorDoesNotListAreRefused() {
        assertRefused(
                UNSAFE_ARCHIVE,
                OVA,
                new Tar().file("disk.vmdk", DISK).file("machine.ovf", OVF).end());
        var second = new Tar().file("machine.ovf", OVF).file("disk.vmdk", DISK).file("other.ovf", OVF);
        assertRefused(UNSAFE_ARCHIVE, OVA, second.end());
        assertRefused(TRUNCATED, OVA, new Tar().file("machine.ovf", OVF).end());
        assertRefused(UNSAFE_ARCHIVE, OVA, Images.ova().append(DISK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE Envelope [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
                "<!DOCTYPE Envelope SYSTEM \"http://169.254.169.254/x.dtd\">",
                "<!doctype x>",
                "<!DOCTYPE l [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
            })
    void IMG_18_aDocumentTypeIsRefused(String prologue) {
        String text = OVF.replace("<Envelope", prologue + "<Envelope");
        assertRefused(UNSAFE_DESCRIPTOR, OVA, archive(text, "disk.vmdk", DISK));
    }

    @Test
    void IMG_18_aDescriptorThatIsNoXmlIsRefused() {
        assertRefused(BROKEN_HEADER, OVA, archive("", "disk.vmdk", DISK));
        assertRefused(BROKEN_HEADER, OVA, archive("<Envelope>", "disk.vmdk", DISK));
        assertRefused(BROKEN_HEADER, OVA, archive("<Envelope/>", "disk.vmdk", DISK));
        assertRefused(BROKEN_HEADER, OVA, archive(OVF.replace("DiskSection>", "DiskSection>&e;"), "disk.vmdk", DISK));
        byte[] utf16 = OVF.getBytes(StandardCharsets.UTF_16);
        assertRefused(
                BROKEN_HEADER,
                OVA,
                new Tar().file("machine.ovf", utf16).file("disk.vmdk", DISK).end());
    }

    @Test
    void IMG_18_aDescriptorTooLargeOrTooDeepIsRefused() {
        assertRefused(
                TOO_LARGE,
                OVA,
                new Tar().file("machine.ovf", new byte[(5 << 20) + 1]).end());
        assertRefused(
                TOO_LARGE,
                OVA,
                archive(OVF.replace("<DiskSection>", "<a/>".repeat(25_000) + "<DiskSection>"), "d", DISK));
        assertRefused(BROKEN_HEADER, OVA, archive("<a>".repeat(20_000), "disk.vmdk", DISK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/hostname", "http://169.254.169.254/x", "../disk.vmdk", "/etc/hostname", "a\\b"})
    void IMG_19_referencesToOtherPlacesAreRefused(String href) {
        String text = ovf("<File ovf:id=\"f\" ovf:href=\"%s\"/>".formatted(href));
        assertRefused(UNSAFE_DESCRIPTOR, OVA, archive(text, "disk.vmdk", DISK));
    }

    @Test
    void IMG_19_compressedSplitAndRepeatedFilesAreRefused() {
        for (String attribute : new String[] {"ovf:compression=\"gzip\"", "ovf:chunkSize=\"1\""}) {
            String text = ovf(FILE.replace("/>", " " + attribute + "/>"));
            assertRefused(UNSAFE_DESCRIPTOR, OVA, archive(text, "disk.vmdk", DISK));
        }
        assertRefused(UNSAFE_DESCRIPTOR, OVA, archive(ovf(FILE + FILE), "disk.vmdk", DISK));
        assertRefused(UNSAFE_DESCRIPTOR, OVA, archive(ovf(FILE.replace("\"f\"", "\"g\"")), "disk.vmdk", DISK));
        assertRefused(BROKEN_HEADER, OVA, archive(ovf(FILE.replace("/>", " ovf:size=\"1\"/>")), "disk.vmdk", DISK));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            many.append("<File ovf:id=\"%d\" ovf:href=\"d%d\"/>".formatted(i, i));
        }
        assertRefused(TOO_LARGE, OVA, archive(ovf(FILE + many), "disk.vmdk", DISK));
    }

    @Test
    void IMG_19_aManifestThatIsTrueIsAcceptedBeforeAndBehindTheDisks() throws NoSuchAlgorithmException {
        String sha256 = "SHA256(machine.ovf)= %s\nSHA256(disk.vmdk)= %s\n"
                .formatted(digest("SHA-256", OVF.getBytes(StandardCharsets.UTF_8)), digest("SHA-256", DISK));
        String sha1 = "SHA1 (disk.vmdk) = %s\n".formatted(digest("SHA-1", DISK));
        var before =
                new Tar().file("machine.ovf", OVF).file("machine.mf", sha256).file("disk.vmdk", DISK);
        assertAccepted(OVA, before.end(), 1 << 20);
        var behind = new Tar().file("machine.ovf", OVF).file("disk.vmdk", DISK).file("machine.mf", sha1);
        assertAccepted(OVA, behind.end(), 1 << 20);
    }

    @Test
    void IMG_19_aManifestThatIsWrongIsRefused() throws NoSuchAlgorithmException {
        String wrong = "SHA256(disk.vmdk)= " + digest("SHA-256", new byte[1]);
        String absent = "SHA256(other.vmdk)= " + digest("SHA-256", DISK);
        for (String manifest : new String[] {wrong, absent}) {
            var tar = new Tar()
                    .file("machine.ovf", OVF)
                    .file("machine.mf", manifest)
                    .file("disk.vmdk", DISK);
            assertRefused(MANIFEST_MISMATCH, OVA, tar.end());
        }
        var odd = new Tar()
                .file("machine.ovf", OVF)
                .file("machine.mf", wrong + "0")
                .file("disk.vmdk", DISK);
        assertRefused(BROKEN_HEADER, OVA, odd.end());
    }

    @Test
    void tarHeadersThatCannotBeRightAreRefused() {
        assertRefused(BROKEN_HEADER, OVA, Images.ova().u8(0, 'x'));
        assertRefused(BROKEN_HEADER, OVA, Images.ova().text(124, "99999999999").tarChecksum(0));
        assertRefused(BROKEN_HEADER, OVA, Images.ova().text(124, "           ").tarChecksum(0));
        assertRefused(TOO_LARGE, OVA, Images.ova().text(124, "77777777777").tarChecksum(0));
        assertRefused(
                BROKEN_HEADER,
                OVA,
                Images.ova().hex(124, "80000000ffffffffffffffff").tarChecksum(0));
        assertRefused(
                TOO_LARGE,
                OVA,
                Images.ova().hex(124, "800000007fffffffffffffff").tarChecksum(0));
    }

    private static TestImage archive(String descriptor, String diskName, byte[] disk) {
        return new Tar().file("machine.ovf", descriptor).file(diskName, disk).end();
    }

    private static String digest(String algorithm, byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }
}
