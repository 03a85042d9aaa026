package io.oblako.image.inspect;

import java.util.EnumSet;
import java.util.Set;

/**
 * Everything by which QEMU, a kernel or a person might take bytes for a format. Wider than what is accepted: the point
 * is to notice that a file is something else, too.
 */
enum Signature {
    QCOW("a qcow or qcow2 image"),
    VMDK("a VMDK image"),
    VMDK_OLD("an old VMDK image (COWD)"),
    VMDK_TEXT("a VMDK text descriptor"),
    VDI("a VDI image"),
    VHD("a VHD image"),
    VHDX("a VHDX image"),
    ISO("an ISO 9660 image"),
    UDF("a UDF image"),
    TAR("a tar archive, perhaps an OVA"),
    LUKS("a LUKS-encrypted disk"),
    QED("a QED image"),
    PARALLELS("a Parallels (ploop) image"),
    BOCHS("a Bochs image"),
    CLOOP("a cloop image"),
    COW("a user-mode-linux COW image"),
    DMG("an Apple disk image"),
    GZIP("compressed with gzip"),
    XZ("compressed with xz"),
    ZSTD("compressed with zstd"),
    BZIP2("compressed with bzip2"),
    ZIP("a zip archive"),
    SEVEN_ZIP("a 7z archive"),
    MBR("a disk with an MBR partition table"),
    GPT("a disk with a GPT partition table");

    /** A raw disk, the content of a fixed VHD and a hybrid ISO carry these by right. */
    static final Set<Signature> PARTITION_TABLES = Set.of(MBR, GPT);

    private static final int SECTOR = 512;
    private static final int ISO_FIRST_DESCRIPTOR = 16 * 2048;
    private static final int ISO_LAST_DESCRIPTOR = 33 * 2048;
    /** QEMU's probe reads 512 bytes of text; a reader with a larger buffer must not see more than this one does. */
    private static final int TEXT_PROBE_BYTES = 4096;

    private final String description;

    Signature(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** @param head the first bytes of a file, 68 KiB of them unless the file is shorter */
    static EnumSet<Signature> in(Bytes head) {
        EnumSet<Signature> found = EnumSet.noneOf(Signature.class);
        add(found, QCOW, head.has(0, "QFI\u00fb"));
        add(found, VMDK, head.has(0, "KDMV"));
        add(found, VMDK_OLD, head.has(0, "COWD"));
        add(found, VMDK_TEXT, isVmdkText(head));
        add(found, VDI, head.has(64, "\u007f\u0010\u00da\u00be"));
        add(found, VHD, head.has(0, "conectix"));
        add(found, VHDX, head.has(0, "vhdxfile"));
        add(found, TAR, head.has(257, "ustar"));
        add(found, LUKS, head.has(0, "LUKS\u00ba\u00be"));
        add(found, QED, head.has(0, "QED\0"));
        add(found, PARALLELS, head.has(0, "WithoutFreeSpace") || head.has(0, "WithouFreSpacExt"));
        add(found, BOCHS, head.has(0, "Bochs Virtual HD Image"));
        add(found, CLOOP, head.has(0, "#!/bin/sh\n#V2.0 Format"));
        add(found, COW, head.has(0, "OOOM"));
        add(found, GZIP, head.has(0, "\u001f\u008b\b"));
        add(found, XZ, head.has(0, "\u00fd7zXZ\0"));
        add(found, ZSTD, head.has(0, "(\u00b5/\u00fd"));
        add(found, BZIP2, head.has(0, "BZh") && head.has(4, "1AY&SY"));
        add(found, ZIP, head.has(0, "PK\u0003\u0004"));
        add(found, SEVEN_ZIP, head.has(0, "7z\u00bc\u00af'\u001c"));
        add(found, MBR, head.has(510, "U\u00aa"));
        add(found, GPT, head.has(SECTOR, "EFI PART") || head.has(4096, "EFI PART"));
        for (int at = ISO_FIRST_DESCRIPTOR; at < ISO_LAST_DESCRIPTOR; at += 2048) {
            add(found, ISO, head.has(at + 1, "CD001"));
            add(found, UDF, head.has(at + 1, "NSR02") || head.has(at + 1, "NSR03"));
        }
        return found;
    }

    /** Footers that turn the bytes before them into something else. */
    static EnumSet<Signature> inTail(Bytes tail) {
        EnumSet<Signature> found = EnumSet.noneOf(Signature.class);
        int end = tail.size();
        // Virtual PC before 2004 wrote footers of 511 bytes.
        add(found, VHD, tail.has(end - SECTOR, "conectix") || tail.has(end - SECTOR + 1, "conectix"));
        add(found, DMG, tail.has(end - SECTOR, "koly"));
        return found;
    }

    private static void add(Set<Signature> found, Signature signature, boolean present) {
        if (present) {
            found.add(signature);
        }
    }

    /** As {@code vmdk_probe} of QEMU reads it: comments and blank lines, then {@code version=}. */
    private static boolean isVmdkText(Bytes head) {
        if (head.has(0, "# Disk DescriptorFile")) {
            return true;
        }
        int end = Math.min(head.size(), TEXT_PROBE_BYTES);
        int at = 0;
        while (at < end) {
            int c = head.u8(at);
            if (c == '#') {
                while (at < end && head.u8(at) != '\n') {
                    at++;
                }
                at++;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else {
                return head.has(at, "version=");
            }
        }
        return false;
    }
}
