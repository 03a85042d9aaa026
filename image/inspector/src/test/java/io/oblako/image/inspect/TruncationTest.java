package io.oblako.image.inspect;

import static io.oblako.image.inspect.Verdicts.inspect;
import static io.oblako.image.inspect.Verdicts.inspectInPieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TruncationTest {

    @ParameterizedTest
    @EnumSource(
            value = DiskFormat.class,
            names = {"QCOW2", "VMDK", "VDI", "VHD", "OVA"})
    void IMG_23_anImageCutAtAnyByteOfItsHeaderIsRefused(DiskFormat format) {
        byte[] image = Images.good(format);
        int needed = needed(format, image);
        for (int length = 0; length < needed; length += length < 2048 ? 1 : 13) {
            refuses(format, image, length);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DiskFormat.class,
            names = {"ISO", "VHDX"})
    void IMG_23_aLargeHeaderCutAtAnyFieldIsRefused(DiskFormat format) {
        byte[] image = Images.good(format);
        for (int length = 0; length < image.length; length += length < 1024 ? 1 : 4093) {
            refuses(format, image, length);
        }
    }

    @Test
    void IMG_23_aStreamCutAnywhereIsRefused() {
        byte[] image = Images.streamVmdk().bytes();
        for (int length = 0; length < image.length; length++) {
            refuses(DiskFormat.VMDK, image, length);
        }
    }

    @Test
    void IMG_23_anImageWithEachByteOfItsHeaderSpoiledEndsInAVerdict() {
        for (DiskFormat format : DiskFormat.values()) {
            byte[] image = Images.good(format);
            for (int at = 0; at < Math.min(1024, image.length) && image.length < 100_000; at++) {
                for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                    byte[] spoiled = image.clone();
                    spoiled[at] = (byte) value;
                    ImageInspectorFuzz.verdict(format, spoiled, spoiled.length);
                }
            }
        }
    }

    /** Bytes without which the image is not complete; the last block of a tar is there twice. */
    private static int needed(DiskFormat format, byte[] image) {
        return switch (format) {
            case QCOW2 -> 3 * 512 + 32 * 8;
            case VMDK -> Images.VMDK_DIRECTORY_SECTOR * 512 + 4;
            case OVA -> image.length - 512;
            default -> image.length;
        };
    }

    private static void refuses(DiskFormat format, byte[] image, int length) {
        byte[] cut = Arrays.copyOf(image, length);
        assertThatExceptionOfType(ImageRejected.class)
                .as("%s of %d bytes", format, length)
                .isThrownBy(() -> inspect(format, cut))
                .satisfies(whole -> assertThatExceptionOfType(ImageRejected.class)
                        .isThrownBy(() -> inspectInPieces(format, cut, 4096))
                        .satisfies(pieces -> assertThat(pieces.reason()).isEqualTo(whole.reason())));
    }
}
