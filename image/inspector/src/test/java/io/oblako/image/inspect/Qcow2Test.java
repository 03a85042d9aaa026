package io.oblako.image.inspect;

import static io.oblako.image.inspect.DiskFormat.QCOW2;
import static io.oblako.image.inspect.ImageRejected.Reason.BACKING_FILE;
import static io.oblako.image.inspect.ImageRejected.Reason.BROKEN_HEADER;
import static io.oblako.image.inspect.ImageRejected.Reason.EMPTY;
import static io.oblako.image.inspect.ImageRejected.Reason.ENCRYPTED;
import static io.oblako.image.inspect.ImageRejected.Reason.EXTERNAL_DATA;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_CLEAN;
import static io.oblako.image.inspect.ImageRejected.Reason.TOO_LARGE;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;
import static io.oblako.image.inspect.Images.MEBIBYTE;
import static io.oblako.image.inspect.Images.qcow2;
import static io.oblako.image.inspect.Verdicts.assertAccepted;
import static io.oblako.image.inspect.Verdicts.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Qcow2Test {

    private static final int EXTENSIONS = 112;

    @Test
    void goodImagesOfBothVersionsAreAccepted() {
        assertAccepted(QCOW2, qcow2(), MEBIBYTE);
        assertAccepted(QCOW2, Images.qcow2Version2(), MEBIBYTE);
        assertAccepted(QCOW2, qcow2().be32(100, 104), MEBIBYTE);
        assertAccepted(QCOW2, qcow2().be64(80, 1), MEBIBYTE); // lazy refcounts
        assertAccepted(QCOW2, qcow2().be64(72, 8).u8(104, 1), MEBIBYTE); // zstd
        assertAccepted(QCOW2, extension(0x6803f857L, 48), MEBIBYTE); // names of features
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/hostname",
                "json:{\"driver\":\"raw\",\"file\":{\"driver\":\"file\",\"filename\":\"/etc/hostname\"}}",
                "nbd://127.0.0.1:9/x",
                "http://169.254.169.254/latest",
                "ssh://127.0.0.1/x",
                "fat:rw:/",
                "nvme://0000:01:00.0/1",
                "/dev/sda"
            })
    void IMG_01_IMG_06_aBackingFileIsRefusedWhateverItsName(String name) {
        var image = qcow2().be64(8, 256).be32(16, name.length()).text(256, name);
        assertRefused(BACKING_FILE, QCOW2, image);
        assertRefused(BACKING_FILE, QCOW2, Images.qcow2Version2().be64(8, 256).be32(16, name.length()));
    }

    @Test
    void IMG_01_aBackingFileByHalfIsRefused() {
        assertRefused(BACKING_FILE, QCOW2, qcow2().be64(8, 256));
        assertRefused(BACKING_FILE, QCOW2, qcow2().be32(16, 1));
        assertRefused(BACKING_FILE, QCOW2, qcow2().be64(8, -1));
        assertRefused(BACKING_FILE, QCOW2, extension(0xe2792acaL, 3));
    }

    @Test
    void IMG_02_anExternalDataFileIsRefused() {
        assertRefused(EXTERNAL_DATA, QCOW2, qcow2().be64(72, 4));
        assertRefused(EXTERNAL_DATA, QCOW2, extension(0x44415441L, 12));
        assertRefused(EXTERNAL_DATA, QCOW2, extension(0x44415441L, 12).be64(72, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 17, 31, 32, 62, 63})
    void IMG_08_unknownIncompatibleBitsAreRefused(int bit) {
        assertRefused(UNKNOWN_FEATURE, QCOW2, qcow2().be64(72, 1L << bit));
    }

    @Test
    void IMG_08_unknownOtherBitsAndFieldsAreRefused() {
        assertRefused(UNKNOWN_FEATURE, QCOW2, qcow2().be64(80, 2));
        assertRefused(UNKNOWN_FEATURE, QCOW2, qcow2().be64(88, 1)); // bitmaps
        assertRefused(UNKNOWN_FEATURE, QCOW2, qcow2().be64(88, 2)); // raw external data
        assertRefused(UNKNOWN_FEATURE, QCOW2, qcow2().be32(100, 120));
        assertRefused(UNKNOWN_FEATURE, QCOW2, qcow2().be32(100, -8));
        assertRefused(UNKNOWN_FEATURE, QCOW2, qcow2().be64(72, 8).u8(104, 2));
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().u8(104, 1));
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().u8(105, 1));
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be64(72, 16)); // subclusters below a sector
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be32(96, 7));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 99, -1})
    void IMG_08_otherVersionsAreRefused(int version) {
        assertRefused(UNSUPPORTED_VARIANT, QCOW2, qcow2().be32(4, version));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 22, 63, -1})
    void IMG_08_clustersOfOddSizeAreRefused(int bits) {
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be32(20, bits));
    }

    @Test
    void IMG_08_encryptedDirtyCorruptAndSnapshottedImagesAreRefused() {
        assertRefused(ENCRYPTED, QCOW2, qcow2().be32(32, 1));
        assertRefused(ENCRYPTED, QCOW2, qcow2().be32(32, 2));
        assertRefused(ENCRYPTED, QCOW2, extension(0x0537be77L, 16));
        assertRefused(NOT_CLEAN, QCOW2, qcow2().be64(72, 1));
        assertRefused(NOT_CLEAN, QCOW2, qcow2().be64(72, 2));
        assertRefused(UNSUPPORTED_VARIANT, QCOW2, qcow2().be32(60, 1).be64(64, 1024));
    }

    @Test
    void IMG_08_unknownHeaderExtensionsAreRefused() {
        assertRefused(UNKNOWN_FEATURE, QCOW2, extension(0x23852875L, 24)); // bitmaps
        assertRefused(UNKNOWN_FEATURE, QCOW2, extension(0x12345678L, 0));
        assertRefused(BROKEN_HEADER, QCOW2, extension(0x6803f857L, 500));
        assertRefused(BROKEN_HEADER, QCOW2, extension(0x6803f857L, -1));
    }

    @Test
    void IMG_08_aForbiddenExtensionBehindAnAllowedOneIsRefused() {
        var image = extension(0x6803f857L, 5).be32(EXTENSIONS + 16, 0x44415441L).be32(EXTENSIONS + 20, 4);
        assertRefused(EXTERNAL_DATA, QCOW2, image);
    }

    @Test
    void IMG_10_aVirtualSizeBombIsRefused() {
        assertRefused(TOO_LARGE, QCOW2, qcow2().be64(24, 1L << 56));
        assertRefused(TOO_LARGE, QCOW2, qcow2().be64(24, -1));
        assertRefused(EMPTY, QCOW2, qcow2().be64(24, 0));
    }

    @Test
    void tablesThatCannotBeRightAreRefused() {
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be32(36, 0x7fffffffL));
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be32(36, 31)); // one entry too few
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be64(40, 1000));
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be64(40, 0));
        assertRefused(TRUNCATED, QCOW2, qcow2().be64(40, 1L << 40));
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be64(48, -512));
        assertRefused(TRUNCATED, QCOW2, qcow2().be64(48, 1L << 40));
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be32(56, 0));
        assertRefused(BROKEN_HEADER, QCOW2, qcow2().be32(56, -1));
    }

    private static TestImage extension(long type, int length) {
        return qcow2().be32(EXTENSIONS, type).be32(EXTENSIONS + 4, length);
    }
}
