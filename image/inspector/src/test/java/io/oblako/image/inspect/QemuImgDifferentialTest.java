package io.oblako.image.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the inspector accepts, qemu-img must find harmless: no second file, no encryption, no larger disk. The other
 * direction is free: the inspector may refuse what QEMU would open. Some samples are hostile from the start; they count
 * only if the inspector should ever let one of their mutants pass.
 */
class QemuImgDifferentialTest {

    private static final int COMPARISONS = 250;
    private static final int MAX_MUTANTS = 100_000;
    private static final Pattern DANGER = Pattern.compile(
            "\"(backing-filename|full-backing-filename|data-file|encrypted|snapshots|bitmaps|backing-image)\"");
    private static final Pattern VIRTUAL_SIZE = Pattern.compile("\"virtual-size\": ([0-9]+)");

    @TempDir
    Path folder;

    @Test
    void IMG_01_IMG_02_acceptedMutantsOfQcow2NameNoOtherFile() throws Exception {
        var samples = new byte[][] {
            Images.qcow2().bytes(),
            Images.qcow2Version2().bytes(),
            real("qcow2", "-o", "cluster_size=512"),
            real("qcow2", "-o", "cluster_size=4k,lazy_refcounts=on"),
            withBackingFile(),
            real("qcow2", "-o", "cluster_size=512,data_file=" + folder.resolve("data"))
        };
        compare(DiskFormat.QCOW2, "qcow2", samples, COMPARISONS);
    }

    @Test
    void IMG_03_acceptedMutantsOfVmdkNameNoOtherFile() throws Exception {
        var samples = new byte[][] {
            Images.sparseVmdk().bytes(),
            Images.streamVmdk().bytes(),
            real("vmdk", "-o", "subformat=monolithicSparse"),
            withForeignExtent()
        };
        compare(DiskFormat.VMDK, "vmdk", samples, COMPARISONS / 2);
    }

    private void compare(DiskFormat format, String driver, byte[][] samples, int wanted) throws Exception {
        var random = new Random(42);
        var qemuImg = new QemuImg(folder);
        Path file = folder.resolve("mutant");
        int compared = 0;
        for (int i = 0; i < MAX_MUTANTS && compared < wanted; i++) {
            byte[] image = Mutation.mutate(samples[random.nextInt(samples.length)], random);
            var verdict = ImageInspectorFuzz.verdict(format, image, Math.max(1, image.length));
            ImageReport report = verdict.report();
            if (report == null) {
                continue;
            }
            compared++;
            Files.write(file, image);
            var info = qemuImg.attempt("info", "-f", driver, "--output=json", file.toString());
            if (info.exit() == 0) {
                assertHarmless(info.output(), report, i);
            }
        }
        assertThat(compared).isEqualTo(wanted);
    }

    private void assertHarmless(String info, ImageReport report, int mutant) {
        assertThat(DANGER.matcher(info).find())
                .as("mutant %d: %s", mutant, info)
                .isFalse();
        var size = VIRTUAL_SIZE.matcher(info);
        assertThat(size.find()).isTrue();
        assertThat(Long.parseLong(size.group(1)))
                .as("size of mutant %d", mutant)
                .isLessThanOrEqualTo(Checks.divideUp(report.virtualBytes(), 512) * 512);
        String own = "\"filename\": \"" + folder.resolve("mutant") + "\"";
        assertThat(info.replace(own, "")).as("mutant %d", mutant).doesNotContain("\"filename\"");
    }

    private byte[] real(String driver, String... options) throws Exception {
        Path image = folder.resolve("real");
        var arguments = new ArrayList<>(List.of("create", "-q", "-f", driver));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(image.toString(), "64K"));
        new QemuImg(folder).run(arguments.toArray(String[]::new));
        return Files.readAllBytes(image);
    }

    /** Without a capacity, QEMU takes the embedded descriptor for that of a disk of many files. */
    private byte[] withForeignExtent() throws Exception {
        Path secret = Files.write(folder.resolve("secret"), new byte[64 << 10]);
        String extent = "RW 128 FLAT \"%s\" 0".formatted(secret);
        return Images.sparseVmdk(Images.descriptor("monolithicFlat", extent))
                .le64(12, 0)
                .bytes();
    }

    private byte[] withBackingFile() throws Exception {
        Path backing = folder.resolve("backing");
        Files.write(backing, new byte[512]);
        return real("qcow2", "-o", "cluster_size=512", "-F", "raw", "-b", backing.toString());
    }
}
