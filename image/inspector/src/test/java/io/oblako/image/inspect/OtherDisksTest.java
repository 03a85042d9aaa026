package io.oblako.image.inspect;

import static io.oblako.image.inspect.DiskFormat.VDI;
import static io.oblako.image.inspect.DiskFormat.VHD;
import static io.oblako.image.inspect.DiskFormat.VHDX;
import static io.oblako.image.inspect.ImageRejected.Reason.BACKING_FILE;
import static io.oblako.image.inspect.ImageRejected.Reason.BROKEN_HEADER;
import static io.oblako.image.inspect.ImageRejected.Reason.EMPTY;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_CLEAN;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_THE_DECLARED_FORMAT;
import static io.oblako.image.inspect.ImageRejected.Reason.TOO_LARGE;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;
import static io.oblako.image.inspect.Images.MEBIBYTE;
import static io.oblako.image.inspect.Images.dynamicVhd;
import static io.oblako.image.inspect.Images.fixedVhd;
import static io.oblako.image.inspect.Images.vdi;
import static io.oblako.image.inspect.Images.vhdx;
import static io.oblako.image.inspect.Verdicts.assertAccepted;
import static io.oblako.image.inspect.Verdicts.assertRefused;

import org.junit.jupiter.api.Test;

/** VDI, VHD and VHDX. */
class OtherDisksTest {

    private static final int METADATA = (int) MEBIBYTE;
    private static final int FIXED_FOOTER = (int) MEBIBYTE;

    @Test
    void goodImagesAreAccepted() {
        assertAccepted(VDI, vdi(), MEBIBYTE);
        assertAccepted(VDI, vdi().le32(0x184, 1).resized(1024 + (int) MEBIBYTE), MEBIBYTE);
        assertAccepted(VHD, fixedVhd(), MEBIBYTE);
        assertAccepted(VHD, fixedVhd().text(510, "\u0055\u00aa"), MEBIBYTE);
        assertAccepted(VHD, dynamicVhd(), MEBIBYTE);
        assertAccepted(VHDX, vhdx(), MEBIBYTE);
        assertAccepted(VHDX, vhdx().u8(64 << 10, 'x'), MEBIBYTE); // one header torn
    }

    @Test
    void IMG_07_aVdiDifferenceOrLinkIsRefused() {
        assertRefused(BACKING_FILE, VDI, vdi().le32(0x4c, 3));
        assertRefused(BACKING_FILE, VDI, vdi().le32(0x4c, 4));
        assertRefused(BACKING_FILE, VDI, vdi().u8(0x1a8, 1));
        assertRefused(BACKING_FILE, VDI, vdi().u8(0x1c7, 1));
    }

    @Test
    void IMG_07_aDifferencingVhdIsRefused() {
        var image = dynamicVhd().be32(60, 4).vhdChecksum(0, 512, 64).copy(0, 2048, 512);
        assertRefused(BACKING_FILE, VHD, image);
        assertRefused(BACKING_FILE, VHD, fixedVhd().be32(FIXED_FOOTER + 60, 4).vhdChecksum(FIXED_FOOTER, 512, 64));
    }

    @Test
    void IMG_07_aDynamicVhdWithRemainsOfAParentIsRefused() {
        for (int field : new int[] {512 + 40, 512 + 64, 512 + 575, 512 + 576, 512 + 767}) {
            assertRefused(BACKING_FILE, VHD, dynamicVhd().u8(field, 1).vhdChecksum(512, 1024, 36));
        }
    }

    @Test
    void IMG_07_aVhdxWithAParentIsRefused() {
        assertRefused(BACKING_FILE, VHDX, vhdx().le32(METADATA + 0x10004, 2));
        assertRefused(BACKING_FILE, VHDX, vhdx().hex(METADATA + 32 + 64, "2d5fd3a80bb34d45abf7d3d84834ab0c"));
    }

    @Test
    void IMG_08_unknownVdiVersionsAndTypesAreRefused() {
        assertRefused(UNSUPPORTED_VARIANT, VDI, vdi().le32(0x44, 0x10000));
        assertRefused(UNSUPPORTED_VARIANT, VDI, vdi().le32(0x4c, 99));
        assertRefused(BROKEN_HEADER, VDI, vdi().le32(0x48, 0));
        assertRefused(BROKEN_HEADER, VDI, vdi().le32(0x178, 512));
        assertRefused(BROKEN_HEADER, VDI, vdi().le32(0x168, 4096));
        assertRefused(BROKEN_HEADER, VDI, vdi().le32(0x180, 2));
        assertRefused(BROKEN_HEADER, VDI, vdi().le32(0x184, 2));
        assertRefused(BROKEN_HEADER, VDI, vdi().le32(0x154, 0));
        assertRefused(BROKEN_HEADER, VDI, vdi().le32(0x158, 512));
        assertRefused(TRUNCATED, VDI, vdi().le32(0x184, 1));
    }

    @Test
    void IMG_08_unknownVhdFeaturesAreRefused() {
        assertRefused(UNKNOWN_FEATURE, VHD, fixedVhd().be32(FIXED_FOOTER + 8, 6).vhdChecksum(FIXED_FOOTER, 512, 64));
        assertRefused(
                UNSUPPORTED_VARIANT, VHD, fixedVhd().be32(FIXED_FOOTER + 12, 2).vhdChecksum(FIXED_FOOTER, 512, 64));
        assertRefused(
                UNSUPPORTED_VARIANT, VHD, fixedVhd().be32(FIXED_FOOTER + 60, 6).vhdChecksum(FIXED_FOOTER, 512, 64));
        assertRefused(NOT_CLEAN, VHD, fixedVhd().u8(FIXED_FOOTER + 84, 1).vhdChecksum(FIXED_FOOTER, 512, 64));
        assertRefused(BROKEN_HEADER, VHD, fixedVhd().u8(FIXED_FOOTER + 100, 1));
        assertRefused(BROKEN_HEADER, VHD, dynamicVhd().u8(100, 1));
        assertRefused(BROKEN_HEADER, VHD, dynamicVhd().u8(700, 1));
        assertRefused(BROKEN_HEADER, VHD, dynamicVhd().be32(544, 3 * MEBIBYTE).vhdChecksum(512, 1024, 36));
        assertRefused(BROKEN_HEADER, VHD, dynamicVhd().be32(540, 0).vhdChecksum(512, 1024, 36));
        assertRefused(TRUNCATED, VHD, dynamicVhd().be64(528, 1L << 40).vhdChecksum(512, 1024, 36));
        assertRefused(BROKEN_HEADER, VHD, dynamicVhd().u8(2048 + 24, 1).vhdChecksum(2048, 512, 64));
    }

    @Test
    void aVhdWithoutItsFooterIsRefused() {
        assertRefused(NOT_THE_DECLARED_FORMAT, VHD, TestImage.ofSize(4096));
        assertRefused(TRUNCATED, VHD, dynamicVhd().resized(2048));
        assertRefused(
                TRUNCATED,
                VHD,
                TestImage.of(fixedVhd().bytes()).copy(FIXED_FOOTER, 512, 512).resized(1024));
    }

    @Test
    void IMG_08_unknownVhdxRegionsAndMetadataAreRefused() {
        assertRefused(UNKNOWN_FEATURE, VHDX, regions(vhdx(), table -> table + 8, 3));
        assertRefused(UNKNOWN_FEATURE, VHDX, regions(vhdx(), table -> table + 16, 1));
        assertRefused(BROKEN_HEADER, VHDX, regions(vhdx(), table -> table + 8, 1));
        assertRefused(BROKEN_HEADER, VHDX, regions(vhdx(), table -> table + 64, 4096));
        assertRefused(BROKEN_HEADER, VHDX, regions(vhdx(), table -> table + 32, MEBIBYTE));
        assertRefused(TRUNCATED, VHDX, regions(vhdx(), table -> table + 36, 7));
        assertRefused(TRUNCATED, VHDX, regions(vhdx(), table -> table + 68, 7));
        assertRefused(BROKEN_HEADER, VHDX, vhdx().le32(192 << 10, 0));
        assertRefused(
                BROKEN_HEADER, VHDX, vhdx().le32((256 << 10) + 72, 2 * MEBIBYTE).vhdxChecksum(256 << 10, 64 << 10));
        assertRefused(UNKNOWN_FEATURE, VHDX, vhdx().le16(METADATA + 10, 6));
        assertRefused(UNKNOWN_FEATURE, VHDX, vhdx().le32(METADATA + 32, 0));
        assertRefused(UNKNOWN_FEATURE, VHDX, vhdx().le32(METADATA + 0x10004, 4));
        assertRefused(BROKEN_HEADER, VHDX, vhdx().le16(METADATA + 10, 4));
        assertRefused(BROKEN_HEADER, VHDX, vhdx().le32(METADATA + 48, 0x20000));
        assertRefused(BROKEN_HEADER, VHDX, vhdx().le32(METADATA + 0x10000, 12345));
        assertRefused(BROKEN_HEADER, VHDX, vhdx().le32(METADATA + 0x10020, 0));
    }

    @Test
    void IMG_08_aVhdxWithALogOrAnotherVersionIsRefused() {
        assertRefused(NOT_CLEAN, VHDX, vhdx().u8((64 << 10) + 48, 1).vhdxChecksum(64 << 10, 4096));
        assertRefused(
                UNSUPPORTED_VARIANT, VHDX, vhdx().le16((128 << 10) + 66, 2).vhdxChecksum(128 << 10, 4096));
        assertRefused(BROKEN_HEADER, VHDX, vhdx().u8(64 << 10, 'x').u8(128 << 10, 'x'));
    }

    @Test
    void IMG_10_virtualSizeBombsAreRefused() {
        assertRefused(TOO_LARGE, VDI, vdi().le64(0x170, 1L << 56));
        assertRefused(TOO_LARGE, VDI, vdi().le64(0x170, -1));
        assertRefused(EMPTY, VDI, vdi().le64(0x170, 0));
        assertRefused(TOO_LARGE, VHD, dynamicVhd().be64(48, 1L << 56).vhdChecksum(0, 512, 64));
        assertRefused(TOO_LARGE, VHD, dynamicVhd().be64(48, -1).vhdChecksum(0, 512, 64));
        assertRefused(TOO_LARGE, VHDX, vhdx().le64(METADATA + 0x10008, 1L << 56));
        assertRefused(TOO_LARGE, VHDX, vhdx().le64(METADATA + 0x10008, -512));
        assertRefused(BROKEN_HEADER, VHDX, vhdx().le64(METADATA + 0x10008, 1L << 43)); // its table would not hold it
    }

    @Test
    void IMG_10_theLargerOfTwoSizesCounts() {
        var image = dynamicVhd().be16(56, 60).vhdChecksum(0, 512, 64).copy(0, 2048, 512);
        assertAccepted(VHD, image, 60L * 4 * 17 * 512);
    }

    private interface Place {
        int in(int table);
    }

    private static TestImage regions(TestImage image, Place place, long value) {
        for (int table : new int[] {192 << 10, 256 << 10}) {
            image.le32(place.in(table), value).vhdxChecksum(table, 64 << 10);
        }
        return image;
    }
}
