package io.oblako.image.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that real qemu-img made: the good ones pass with their right size, those of the fixture list do not. */
class QemuImgTest {

    private static final Pattern VIRTUAL_SIZE = Pattern.compile("\"virtual-size\": ([0-9]+)");

    @TempDir
    Path folder;

    private QemuImg qemuImg;
    private Path canary;

    @BeforeEach
    void writeTheCanary() throws IOException {
        qemuImg = new QemuImg(folder);
        canary = Files.writeString(folder.resolve("canary"), "a secret of the host".repeat(100));
    }

    @ParameterizedTest
    @CsvSource({
        "raw, RAW, preallocation=off",
        "qcow2, QCOW2, compat=1.1",
        "qcow2, QCOW2, compat=0.10",
        "qcow2, QCOW2, cluster_size=512",
        "qcow2, QCOW2, cluster_size=2M",
        "qcow2, QCOW2, 'extended_l2=on,compression_type=zstd'",
        "qcow2, QCOW2, lazy_refcounts=on",
        "qcow2, QCOW2, 'preallocation=metadata,refcount_bits=64'",
        "vmdk, VMDK, subformat=monolithicSparse",
        "vmdk, VMDK, subformat=streamOptimized",
        "vdi, VDI, static=off",
        "vdi, VDI, static=on",
        "vpc, VHD, subformat=dynamic",
        "vpc, VHD, subformat=fixed",
        "vpc, VHD, 'subformat=fixed,force_size=on'",
        "vpc, VHD, 'subformat=dynamic,force_size=on'",
        "vhdx, VHDX, subformat=dynamic",
        "vhdx, VHDX, subformat=fixed"
    })
    void goodImagesAreAcceptedWithTheirSize(String driver, DiskFormat format, String options) throws Exception {
        Path empty = folder.resolve("empty");
        qemuImg.run("create", "-q", "-f", driver, "-o", options, empty.toString(), "20M");
        assertThatSizesAgree(driver, format, empty);

        Path full = folder.resolve("full");
        qemuImg.run("convert", "-f", "raw", "-O", driver, "-o", options, disk().toString(), full.toString());
        assertThatSizesAgree(driver, format, full);
    }

    @Test
    void compressedClustersAreAllowed() throws Exception {
        Path image = folder.resolve("compressed.qcow2");
        qemuImg.run("convert", "-c", "-f", "raw", "-O", "qcow2", disk().toString(), image.toString());
        assertThatSizesAgree("qcow2", DiskFormat.QCOW2, image);
    }

    @Test
    void IMG_01_aBackingFileIsRefused() throws Exception {
        Path image = create("-F", "raw", "-b", canary.toString());
        assertRefused(ImageRejected.Reason.BACKING_FILE, image);
    }

    @Test
    void IMG_02_anExternalDataFileIsRefused() throws Exception {
        Path image = create("-o", "data_file=" + folder.resolve("data.raw") + ",data_file_raw=on");
        assertRefused(ImageRejected.Reason.EXTERNAL_DATA, image);
        qemuImg.run("amend", "-f", "qcow2", "-o", "data_file=" + canary, image.toString());
        assertRefused(ImageRejected.Reason.EXTERNAL_DATA, image);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`json:{\"driver\":\"raw\",\"file\":{\"driver\":\"file\",\"filename\":\"/etc/hostname\"}}`",
                "nbd://127.0.0.1:9/x"
            })
    void IMG_06_pseudoProtocolsAreRefused(String backing) throws Exception {
        assertRefused(ImageRejected.Reason.BACKING_FILE, create("-u", "-F", "raw", "-b", backing));
    }

    @Test
    void IMG_04_IMG_05_aHeaderWrittenIntoARawDiskIsRefused() throws Exception {
        Path image = create("-F", "raw", "-b", canary.toString());
        assertThatExceptionOfType(ImageRejected.class)
                .isThrownBy(() -> ImageInspector.inspect(image, DiskFormat.RAW, Limits.DEFAULT))
                .satisfies(rejection ->
                        assertThat(rejection.reason()).isEqualTo(ImageRejected.Reason.NOT_THE_DECLARED_FORMAT));
    }

    @Test
    void IMG_07_aDifferencingVmdkIsRefused() throws Exception {
        Path base = folder.resolve("base.vmdk");
        Path image = folder.resolve("diff.vmdk");
        qemuImg.run("create", "-q", "-f", "vmdk", base.toString(), "1M");
        qemuImg.run("create", "-q", "-f", "vmdk", "-F", "vmdk", "-b", base.toString(), image.toString());
        assertThatExceptionOfType(ImageRejected.class)
                .isThrownBy(() -> ImageInspector.inspect(image, DiskFormat.VMDK, Limits.DEFAULT))
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(ImageRejected.Reason.BACKING_FILE));
    }

    @Test
    void IMG_08_encryptionSnapshotsAndBitmapsAreRefused() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "only for this test");
        Path encrypted = folder.resolve("encrypted.qcow2");
        qemuImg.run(
                "create",
                "-q",
                "-f",
                "qcow2",
                "--object",
                "secret,id=s,file=" + secret,
                "-o",
                "encrypt.format=aes,encrypt.key-secret=s",
                encrypted.toString(),
                "1M");
        assertRefused(ImageRejected.Reason.ENCRYPTED, encrypted);

        Path snapshots = create();
        qemuImg.run("snapshot", "-c", "before", snapshots.toString());
        assertRefused(ImageRejected.Reason.UNSUPPORTED_VARIANT, snapshots);
        qemuImg.run("snapshot", "-d", "before", snapshots.toString());
        assertThatSizesAgree("qcow2", DiskFormat.QCOW2, snapshots);

        qemuImg.run("bitmap", "--add", "-f", "qcow2", snapshots.toString(), "backup");
        assertRefused(ImageRejected.Reason.UNKNOWN_FEATURE, snapshots);
    }

    @Test
    void IMG_10_IMG_11_aBombIsMeasuredBeforeAnythingIsAllocated() throws Exception {
        Path zeros = folder.resolve("zeros.raw");
        Path bomb = folder.resolve("bomb.qcow2");
        qemuImg.run("create", "-q", "-f", "raw", zeros.toString(), "64M");
        qemuImg.run("convert", "-c", "-S", "0", "-f", "raw", "-O", "qcow2", zeros.toString(), bomb.toString());
        assertThat(Files.size(bomb)).isLessThan(1 << 20);
        ImageReport report = ImageInspector.inspect(bomb, DiskFormat.QCOW2, Limits.DEFAULT);
        assertThat(report.virtualBytes()).isEqualTo(64L << 20);
        Limits flavor = Limits.DEFAULT.withMaxVirtualBytes(32L << 20);
        assertThatExceptionOfType(ImageRejected.class)
                .isThrownBy(() -> ImageInspector.inspect(bomb, DiskFormat.QCOW2, flavor))
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(ImageRejected.Reason.TOO_LARGE));
    }

    private Path disk() throws IOException {
        byte[] content = new byte[(3 << 20) + 512 * 3];
        new Random(1).nextBytes(content);
        return Files.write(folder.resolve("disk.raw"), content);
    }

    private Path create(String... options) throws Exception {
        Path image = folder.resolve("image.qcow2");
        var arguments = new ArrayList<>(List.of("create", "-q", "-f", "qcow2"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(image.toString(), "64K"));
        qemuImg.run(arguments.toArray(String[]::new));
        return image;
    }

    private static void assertRefused(ImageRejected.Reason reason, Path image) {
        assertThatExceptionOfType(ImageRejected.class)
                .isThrownBy(() -> ImageInspector.inspect(image, DiskFormat.QCOW2, Limits.DEFAULT))
                .satisfies(rejection -> assertThat(rejection.reason())
                        .as(rejection.getMessage())
                        .isEqualTo(reason));
    }

    private void assertThatSizesAgree(String driver, DiskFormat format, Path image) throws Exception {
        String info = qemuImg.run("info", "-f", driver, "--output=json", image.toString());
        var size = VIRTUAL_SIZE.matcher(info);
        assertThat(size.find()).isTrue();
        ImageReport report = ImageInspector.inspect(image, format, Limits.DEFAULT);
        assertThat(report.virtualBytes()).isEqualTo(Long.parseLong(size.group(1)));
        assertThat(report.fileBytes()).isEqualTo(Files.size(image));
        assertThat(Verdicts.inspect(format, Files.readAllBytes(image))).isEqualTo(report);
    }
}
