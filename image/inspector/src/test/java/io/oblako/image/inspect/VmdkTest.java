package io.oblako.image.inspect;

import static io.oblako.image.inspect.DiskFormat.VMDK;
import static io.oblako.image.inspect.ImageRejected.Reason.BACKING_FILE;
import static io.oblako.image.inspect.ImageRejected.Reason.BROKEN_HEADER;
import static io.oblako.image.inspect.ImageRejected.Reason.EMPTY;
import static io.oblako.image.inspect.ImageRejected.Reason.EXTERNAL_DATA;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_CLEAN;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_THE_DECLARED_FORMAT;
import static io.oblako.image.inspect.ImageRejected.Reason.POLYGLOT;
import static io.oblako.image.inspect.ImageRejected.Reason.TOO_LARGE;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;
import static io.oblako.image.inspect.Images.EXTENT;
import static io.oblako.image.inspect.Images.MEBIBYTE;
import static io.oblako.image.inspect.Images.VMDK_FOOTER_SECTOR;
import static io.oblako.image.inspect.Images.descriptor;
import static io.oblako.image.inspect.Images.sparseVmdk;
import static io.oblako.image.inspect.Images.streamVmdk;
import static io.oblako.image.inspect.Verdicts.assertAccepted;
import static io.oblako.image.inspect.Verdicts.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmdkTest {

    private static final int FOOTER = (VMDK_FOOTER_SECTOR + 1) * 512;

    @Test
    void goodImagesOfBothKindsAreAccepted() {
        assertAccepted(VMDK, sparseVmdk(), MEBIBYTE);
        assertAccepted(VMDK, streamVmdk(), MEBIBYTE);
        assertAccepted(
                VMDK,
                streamVmdk()
                        .le32(8, 0x30003)
                        .le64(48, -1)
                        .le32(FOOTER + 8, 0x30003)
                        .le64(FOOTER + 48, 5),
                MEBIBYTE);
        assertAccepted(VMDK, sparseVmdk(descriptor("monolithicSparse", "RDONLY 2048 SPARSE \"a b-1.vmdk\"")), MEBIBYTE);
    }

    @Test
    void IMG_03_aTextDescriptorIsRefusedUnderAnyName() {
        String text = descriptor("monolithicFlat", "RW 128 FLAT \"/etc/hostname\" 0");
        var image = TestImage.ofSize(4096).text(0, text);
        assertRefused(NOT_THE_DECLARED_FORMAT, VMDK, image);
        assertRefused(NOT_THE_DECLARED_FORMAT, DiskFormat.RAW, image);
        var disguised = TestImage.ofSize(4096).text(0, " \n# other words\r\n\nversion=1\n" + text);
        assertRefused(NOT_THE_DECLARED_FORMAT, DiskFormat.RAW, disguised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RW 2048 FLAT \"/etc/hostname\" 0",
                "RW 2048 SPARSE \"/etc/hostname\"",
                "RW 2048 SPARSE \"../other.vmdk\"",
                "RW 2048 SPARSE \"..\"",
                "RW 2048 SPARSE \"dir\\other.vmdk\"",
                "RW 2048 SPARSE \"nbd:127.0.0.1:9\"",
                "RW 2048 SPARSE \"json:{}\"",
                "RW 2048 VMFS \"disk.vmdk\"",
                "RW 2048 VMFSSPARSE \"disk.vmdk\"",
                "RW 2048 ZERO",
                "NOACCESS 2048 SPARSE \"disk.vmdk\"",
                "RW 2048 SPARSE \"disk.vmdk\" 1",
                "RW 2048 SPARSE \"disk.vmdk\"\nRW 2048 SPARSE \"disk.vmdk\"",
                "RW 2048 SPARSE \"disk.vmdk\"\nRW 128 FLAT \"/etc/hostname\" 0",
                "RW\t128 FLAT \"/etc/hostname\" 0",
                "rw 128 FLAT \"/etc/hostname\" 0",
                ""
            })
    void IMG_03_foreignMissingAndSeveralExtentsAreRefused(String extent) {
        assertRefused(EXTERNAL_DATA, VMDK, sparseVmdk(descriptor("monolithicSparse", extent)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"monolithicFlat", "twoGbMaxExtentFlat", "vmfs", "fullDevice", "custom", "", "MonolithicSparse"})
    void IMG_03_otherTypesAreRefused(String type) {
        assertRefused(UNSUPPORTED_VARIANT, VMDK, sparseVmdk(descriptor(type, EXTENT)));
    }

    @Test
    void IMG_03_aTypeHiddenInACommentIsRefused() {
        String extent = "# createType=\"monolithicFlat\"\n" + EXTENT;
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk(descriptor("monolithicSparse", extent)));
    }

    @Test
    void IMG_03_textBehindTheEndOfTheDescriptorIsRefused() {
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().text(2400, "RW 128 FLAT \"/etc/hostname\" 0\n"));
    }

    @Test
    void IMG_03_aFooterThatDiffersFromTheHeaderIsRefused() {
        assertRefused(POLYGLOT, VMDK, streamVmdk().le64(FOOTER + 28, 5)); // another descriptor
        assertRefused(POLYGLOT, VMDK, streamVmdk().le64(FOOTER + 12, 0)); // capacity 0 makes QEMU read it as text
        assertRefused(POLYGLOT, VMDK, streamVmdk().u8(FOOTER + 511, 1));
        assertRefused(BROKEN_HEADER, VMDK, streamVmdk().le32(FOOTER - 512 + 12, 2));
        assertRefused(BROKEN_HEADER, VMDK, streamVmdk().u8(FOOTER + 512, 1));
        assertRefused(TRUNCATED, VMDK, streamVmdk().text(FOOTER, "XXXX"));
        assertRefused(TRUNCATED, VMDK, streamVmdk().le64(FOOTER + 56, 1L << 40));
        assertRefused(POLYGLOT, VMDK, streamVmdk().le64(FOOTER + 48, 5));
    }

    @Test
    void IMG_03_aFooterThatNobodyAnnouncedIsRefused() {
        assertRefused(POLYGLOT, VMDK, streamVmdk().le64(56, 6));
    }

    @Test
    void IMG_03_aSparseHeaderWithoutCapacityOrDescriptorIsRefused() {
        assertRefused(EMPTY, VMDK, sparseVmdk().le64(12, 0));
        assertRefused(UNSUPPORTED_VARIANT, VMDK, sparseVmdk().le64(28, 0));
        assertRefused(UNSUPPORTED_VARIANT, VMDK, sparseVmdk().le64(36, 0));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().le64(28, 1L << 30));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().le64(28, -1));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().le64(28, 2));
    }

    @Test
    void IMG_07_aDifferenceToAParentIsRefused() {
        String good = descriptor("monolithicSparse", EXTENT);
        assertRefused(BACKING_FILE, VMDK, sparseVmdk(good.replace("parentCID=ffffffff", "parentCID=12345678")));
        assertRefused(BACKING_FILE, VMDK, sparseVmdk(good.replace("#DDB", "parentFileNameHint=\"/etc/hostname\"")));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk(good.replace("#DDB", "# parentCID=12345678")));
    }

    @Test
    void IMG_08_unknownFeaturesAndVersionsAreRefused() {
        assertRefused(UNSUPPORTED_VARIANT, VMDK, sparseVmdk().le32(4, 4));
        assertRefused(UNSUPPORTED_VARIANT, VMDK, sparseVmdk().le32(4, 0));
        assertRefused(UNKNOWN_FEATURE, VMDK, sparseVmdk().le32(8, 3 | 1 << 5));
        assertRefused(UNKNOWN_FEATURE, VMDK, streamVmdk().le16(77, 2));
        assertRefused(NOT_CLEAN, VMDK, sparseVmdk().u8(72, 1));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().u8(73, '\r'));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().u8(100, 1));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().le64(20, 0));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().le32(44, 1 << 30));
        String good = descriptor("monolithicSparse", EXTENT);
        assertRefused(UNKNOWN_FEATURE, VMDK, sparseVmdk(good.replace("#DDB", "changeTrackPath=\"x-ctk.vmdk\"")));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk(descriptor("streamOptimized", EXTENT)));
    }

    @Test
    void IMG_10_aVirtualSizeBombIsRefused() {
        assertRefused(TOO_LARGE, VMDK, sparseVmdk().le64(12, 1L << 47));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().le64(12, -1));
        assertRefused(
                BROKEN_HEADER, VMDK, sparseVmdk(descriptor("monolithicSparse", EXTENT.replace("2048", "999999"))));
    }

    @Test
    void aDirectoryBehindTheEndIsRefused() {
        assertRefused(TRUNCATED, VMDK, sparseVmdk().le64(56, 1L << 30));
        assertRefused(TRUNCATED, VMDK, sparseVmdk().le64(48, 1L << 30));
        assertRefused(BROKEN_HEADER, VMDK, sparseVmdk().le64(56, 0));
    }
}
