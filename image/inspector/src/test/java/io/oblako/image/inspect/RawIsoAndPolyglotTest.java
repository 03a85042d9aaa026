package io.oblako.image.inspect;

import static io.oblako.image.inspect.DiskFormat.ISO;
import static io.oblako.image.inspect.DiskFormat.OVA;
import static io.oblako.image.inspect.DiskFormat.QCOW2;
import static io.oblako.image.inspect.DiskFormat.RAW;
import static io.oblako.image.inspect.DiskFormat.VDI;
import static io.oblako.image.inspect.DiskFormat.VHD;
import static io.oblako.image.inspect.DiskFormat.VHDX;
import static io.oblako.image.inspect.DiskFormat.VMDK;
import static io.oblako.image.inspect.ImageRejected.Reason.BROKEN_HEADER;
import static io.oblako.image.inspect.ImageRejected.Reason.EMPTY;
import static io.oblako.image.inspect.ImageRejected.Reason.NOT_THE_DECLARED_FORMAT;
import static io.oblako.image.inspect.ImageRejected.Reason.POLYGLOT;
import static io.oblako.image.inspect.ImageRejected.Reason.TOO_LARGE;
import static io.oblako.image.inspect.ImageRejected.Reason.TRUNCATED;
import static io.oblako.image.inspect.Verdicts.assertAccepted;
import static io.oblako.image.inspect.Verdicts.assertRefused;
import static io.oblako.image.inspect.Verdicts.inspect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawIsoAndPolyglotTest {

    private static final String MBR = "\u0055\u00aa";

    @Test
    void rawDisksAreAcceptedAndRoundedUpToSectors() {
        assertAccepted(RAW, TestImage.ofSize(1), 512);
        assertAccepted(RAW, TestImage.ofSize(1000), 1024);
        assertAccepted(RAW, TestImage.ofSize(200_000), 200_192);
        assertThat(inspect(RAW, TestImage.ofSize(4096).text(510, MBR).bytes()).variant())
                .isEqualTo("mbr");
        assertThat(inspect(
                                RAW,
                                TestImage.ofSize(4096)
                                        .text(510, MBR)
                                        .text(512, "EFI PART")
                                        .bytes())
                        .variant())
                .isEqualTo("gpt");
    }

    @ParameterizedTest
    @EnumSource(DiskFormat.class)
    void anEmptyFileIsRefused(DiskFormat format) {
        assertRefused(EMPTY, format, new byte[0]);
    }

    @ParameterizedTest
    @EnumSource(value = DiskFormat.class, mode = EnumSource.Mode.EXCLUDE, names = "RAW")
    void IMG_04_anotherFormatDeclaredAsRawIsRefused(DiskFormat actual) {
        assertRefused(NOT_THE_DECLARED_FORMAT, RAW, Images.good(actual));
    }

    @Test
    void IMG_04_eachFormatIsRefusedUnderEachOtherName() {
        for (DiskFormat actual : DiskFormat.values()) {
            for (DiskFormat declared : DiskFormat.values()) {
                if (declared != actual) {
                    assertThatExceptionOfType(ImageRejected.class)
                            .as("%s declared as %s", actual, declared)
                            .isThrownBy(() -> inspect(declared, Images.good(actual)))
                            .satisfies(
                                    rejection -> assertThat(rejection.reason()).isEqualTo(NOT_THE_DECLARED_FORMAT));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DiskFormat.class, mode = EnumSource.Mode.EXCLUDE, names = "RAW")
    void IMG_04_aFixedVhdDeclaredAsAnythingElseIsRefused(DiskFormat declared) {
        if (declared != VHD) {
            assertRefused(NOT_THE_DECLARED_FORMAT, declared, Images.fixedVhd());
        }
        assertRefused(NOT_THE_DECLARED_FORMAT, RAW, Images.fixedVhd());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QFI\u00fb",
                "KDMV",
                "COWD",
                "# Disk DescriptorFile\n",
                "conectix",
                "vhdxfile",
                "LUKS\u00ba\u00be",
                "QED\0",
                "WithoutFreeSpace",
                "WithouFreSpacExt",
                "Bochs Virtual HD Image",
                "#!/bin/sh\n#V2.0 Format",
                "OOOM",
                "PK\u0003\u0004",
                "7z\u00bc\u00af\u0027\u001c",
                "\u00fd7zXZ\0",
                "(\u00b5/\u00fd",
                "BZh91AY&SY",
                "version=1\n",
                "  # x\n\nversion=3\n"
            })
    void IMG_05_aRawDiskIntoWhichAGuestWroteAnotherHeaderIsRefused(String header) {
        assertRefused(
                NOT_THE_DECLARED_FORMAT,
                RAW,
                TestImage.ofSize(1 << 20).text(510, MBR).text(0, header));
    }

    @Test
    void IMG_11_aCompressedFileIsRefusedAndNeverUnpacked() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(new byte[10 << 20]);
        }
        for (DiskFormat format : DiskFormat.values()) {
            assertRefused(NOT_THE_DECLARED_FORMAT, format, out.toByteArray());
        }
    }

    @Test
    void IMG_09_isoWithAPartitionTableIsTheOnlyHybrid() {
        assertAccepted(ISO, Images.iso(), 40 * 2048);
        assertAccepted(ISO, Images.iso().text(510, MBR), 40 * 2048);
        assertAccepted(ISO, Images.iso().text(510, MBR).text(512, "EFI PART"), 40 * 2048);
        assertAccepted(ISO, Images.iso().text(18 * 2048, "\0BEA01\u0001").text(19 * 2048, "\0NSR02\u0001"), 40 * 2048);
    }

    @Test
    void IMG_09_anIsoThatIsSomethingElseTooIsRefused() {
        for (DiskFormat other : new DiskFormat[] {QCOW2, VMDK, VDI, VHD, OVA}) {
            byte[] head = Images.good(other);
            var image = Images.iso().put(0, head);
            assertRefused(POLYGLOT, ISO, image);
            assertRefused(POLYGLOT, other, image);
        }
        assertRefused(POLYGLOT, ISO, Images.iso().text(0, "LUKS\u00ba\u00be"));
        assertRefused(POLYGLOT, VHDX, Images.vhdx().put(0, Images.iso().bytes()).text(0, "vhdxfile"));
    }

    @Test
    void IMG_09_partitionTablesInOtherFormatsAreRefused() {
        assertRefused(
                POLYGLOT,
                VMDK,
                Images.sparseVmdk().text(4096 - 512, "x").resized(8192).text(4096, "EFI PART"));
        assertRefused(POLYGLOT, VMDK, Images.sparseVmdk().text(510, MBR));
        assertRefused(POLYGLOT, QCOW2, Images.qcow2().text(510, MBR));
        assertRefused(POLYGLOT, QCOW2, Images.qcow2().text(512, "EFI PART"));
        assertRefused(POLYGLOT, VDI, Images.vdi().text(510, MBR));
        assertRefused(POLYGLOT, VHDX, Images.vhdx().text(512, "EFI PART"));
        assertRefused(POLYGLOT, VHD, Images.dynamicVhd().text(510, MBR));
    }

    @ParameterizedTest
    @EnumSource(
            value = DiskFormat.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RAW", "VHD"})
    void IMG_09_aFooterOfAnotherFormatIsRefused(DiskFormat format) {
        byte[] footer = TestImage.ofSize(512).text(0, "conectix").bytes();
        assertRefused(
                format == OVA ? ImageRejected.Reason.UNSAFE_ARCHIVE : POLYGLOT,
                format,
                TestImage.of(Images.good(format)).append(footer));
        if (format != OVA) {
            assertRefused(POLYGLOT, format, TestImage.of(Images.good(format)).append(Arrays.copyOf(footer, 511)));
            byte[] apple = TestImage.ofSize(512).text(0, "koly").bytes();
            assertRefused(POLYGLOT, format, TestImage.of(Images.good(format)).append(apple));
        }
    }

    @Test
    void IMG_09_twoHeadersInOneFileAreRefused() {
        assertRefused(POLYGLOT, QCOW2, Images.qcow2().text(257, "ustar"));
        assertRefused(POLYGLOT, QCOW2, Images.qcow2().be64(64, 0x7f10dabe00000000L));
        assertRefused(POLYGLOT, OVA, Images.ova().hex(64, "7f10dabe").tarChecksum(0));
    }

    @Test
    void isoDescriptorsThatCannotBeRightAreRefused() {
        assertRefused(TRUNCATED, ISO, Images.iso().resized(39 * 2048));
        assertRefused(BROKEN_HEADER, ISO, Images.iso().le32(16 * 2048 + 80, 41));
        assertRefused(BROKEN_HEADER, ISO, Images.iso().u8(16 * 2048, 2));
        assertRefused(BROKEN_HEADER, ISO, Images.iso().le16(16 * 2048 + 128, 512));
        assertRefused(BROKEN_HEADER, ISO, Images.iso().text(17 * 2048, "xCD002"));
        assertRefused(TRUNCATED, ISO, Images.iso().le32(16 * 2048 + 80, -1).be32(16 * 2048 + 84, -1));
    }

    @Test
    void IMG_10_rawAndIsoCountWithTheirRealSize() {
        for (DiskFormat format : new DiskFormat[] {RAW, ISO}) {
            assertThatExceptionOfType(ImageRejected.class)
                    .isThrownBy(() -> inspect(
                            format,
                            Limits.DEFAULT.withMaxVirtualBytes(40 * 2048 - 512),
                            Images.good(format).length < 40 * 2048 ? new byte[40 * 2048] : Images.good(format)))
                    .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(TOO_LARGE));
        }
    }
}
