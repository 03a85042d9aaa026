package io.oblako.image.inspect;

/** The smallest good image of each format, written by hand after the specifications; tests spoil one field. */
final class Images {

    static final long MEBIBYTE = 1 << 20;

    static final String EXTENT = "RW 2048 SPARSE \"disk.vmdk\"";
    static final int VMDK_DIRECTORY_SECTOR = 6;
    static final int VMDK_FOOTER_SECTOR = 8;

    private Images() {}

    static byte[] good(DiskFormat format) {
        return switch (format) {
            case RAW -> TestImage.ofSize(4096).text(0, "any content will do").bytes();
            case QCOW2 -> qcow2().bytes();
            case VMDK -> sparseVmdk().bytes();
            case VDI -> vdi().bytes();
            case VHD -> dynamicVhd().bytes();
            case VHDX -> vhdx().bytes();
            case ISO -> iso().bytes();
            case OVA -> ova().bytes();
        };
    }

    /** Version 3, clusters of 512 bytes: header, refcount table, refcount block, L1 table. 1 MiB virtual. */
    static TestImage qcow2() {
        return TestImage.ofSize(4 * 512)
                .text(0, "QFI\u00fb")
                .be32(4, 3)
                .be32(20, 9)
                .be64(24, MEBIBYTE)
                .be32(36, 32)
                .be64(40, 3 * 512)
                .be64(48, 512)
                .be32(56, 1)
                .be32(96, 4)
                .be32(100, 112)
                .be64(512, 2 * 512);
    }

    static TestImage qcow2Version2() {
        return qcow2().be32(4, 2).be64(72, 0).be64(80, 0).be32(96, 0).be32(100, 0);
    }

    static String descriptor(String type, String extent) {
        return """
                # Disk DescriptorFile
                version=1
                CID=fffffffe
                parentCID=ffffffff
                createType="%s"

                # Extent description
                %s

                # The Disk Data Base
                #DDB

                ddb.virtualHWVersion = "4"
                ddb.adapterType = "ide"
                """.formatted(type, extent);
    }

    /** 1 MiB virtual; descriptor in sectors 1 to 4. */
    static TestImage sparseVmdk() {
        return vmdk(descriptor("monolithicSparse", EXTENT), 1, 3, 8 * 512);
    }

    static TestImage sparseVmdk(String descriptor) {
        return vmdk(descriptor, 1, 3, 8 * 512);
    }

    private static TestImage vmdk(String descriptor, int version, long flags, int size) {
        return TestImage.ofSize(size)
                .text(0, "KDMV")
                .le32(4, version)
                .le32(8, flags)
                .le64(12, 2048)
                .le64(20, 128)
                .le64(28, 1)
                .le64(36, 4)
                .le32(44, 512)
                .le64(48, 5)
                .le64(56, VMDK_DIRECTORY_SECTOR)
                .le64(64, 8)
                .text(73, "\n \r\n")
                .text(512, descriptor);
    }

    /** As OVF tools write it: the grain directory is known only at the end, so a footer repeats the header. */
    static TestImage streamVmdk() {
        int footer = VMDK_FOOTER_SECTOR * 512;
        return vmdk(descriptor("streamOptimized", EXTENT), 3, 0x30001, footer + 3 * 512)
                .le64(48, 0)
                .le16(77, 1)
                .copy(0, footer + 512, 512)
                .le64(56, -1)
                .le64(footer, 1)
                .le32(footer + 12, 3);
    }

    /** Dynamic, no block allocated, 1 MiB virtual. */
    static TestImage vdi() {
        return TestImage.ofSize(1024)
                .text(0, "<<< Oracle VM VirtualBox Disk Image >>>\n")
                .hex(0x40, "7f10dabe")
                .le32(0x44, 0x10001)
                .le32(0x48, 0x180)
                .le32(0x4c, 1)
                .le32(0x154, 512)
                .le32(0x158, 1024)
                .le32(0x168, 512)
                .le64(0x170, MEBIBYTE)
                .le32(0x178, MEBIBYTE)
                .le32(0x180, 1)
                .hex(0x200, "ffffffff");
    }

    private static TestImage vhdFooter(TestImage image, int at, int type, long dataOffset) {
        return image.text(at, "conectix")
                .be32(at + 8, 2)
                .be32(at + 12, 0x10000)
                .be64(at + 16, dataOffset)
                .text(at + 28, "win ")
                .be64(at + 40, MEBIBYTE)
                .be64(at + 48, MEBIBYTE)
                .be16(at + 56, 30)
                .u8(at + 58, 4)
                .u8(at + 59, 17)
                .be32(at + 60, type)
                .vhdChecksum(at, 512, 64);
    }

    static TestImage fixedVhd() {
        return vhdFooter(TestImage.ofSize((int) MEBIBYTE + 512), (int) MEBIBYTE, 2, -1);
    }

    /** Footer, header, block table of one sector, footer. 1 MiB virtual. */
    static TestImage dynamicVhd() {
        var image = TestImage.ofSize(512 + 1024 + 512 + 512)
                .text(512, "cxsparse")
                .be64(520, -1)
                .be64(528, 1536)
                .be32(536, 0x10000)
                .be32(540, 1)
                .be32(544, 2 * MEBIBYTE)
                .vhdChecksum(512, 1024, 36)
                .hex(1536, "ffffffff");
        return vhdFooter(vhdFooter(image, 0, 3, 512), 2048, 3, 512);
    }

    /** Metadata at 1 MiB, block table at 2 MiB, 1 MiB virtual. */
    static TestImage vhdx() {
        var image = TestImage.ofSize((int) (3 * MEBIBYTE)).text(0, "vhdxfile");
        for (int header : new int[] {64 << 10, 128 << 10}) {
            image.text(header, "head")
                    .le64(header + 8, header)
                    .le16(header + 66, 1)
                    .vhdxChecksum(header, 4096);
        }
        for (int table : new int[] {192 << 10, 256 << 10}) {
            image.text(table, "regi")
                    .le32(table + 8, 2)
                    .hex(table + 16, "6677c22d23f600429d64115e9bfd4a08")
                    .le64(table + 32, 2 * MEBIBYTE)
                    .le32(table + 40, MEBIBYTE)
                    .hex(table + 48, "06a27c8b90479a4bb8fe575f050f886e")
                    .le64(table + 64, MEBIBYTE)
                    .le32(table + 72, MEBIBYTE)
                    .vhdxChecksum(table, 64 << 10);
        }
        int metadata = (int) MEBIBYTE;
        image.text(metadata, "metadata").le16(metadata + 10, 5);
        item(image, 0, "3767a1ca36fa434db3b633f0aa44e76b", 0x10000, 8);
        item(image, 1, "2442a52f1bcd7648b2115dbed83bf4b8", 0x10008, 8);
        item(image, 2, "ab12cabee6b2234593efc309e000c746", 0x10010, 16);
        item(image, 3, "1dbf41816fa90947ba47f233a8faab5f", 0x10020, 4);
        item(image, 4, "c748a3cd5d4471449cc9e9885251c556", 0x10024, 4);
        return image.le32(metadata + 0x10000, MEBIBYTE)
                .le64(metadata + 0x10008, MEBIBYTE)
                .le32(metadata + 0x10020, 512)
                .le32(metadata + 0x10024, 512);
    }

    private static void item(TestImage image, int index, String guid, int offset, int length) {
        int at = (int) MEBIBYTE + 32 + 32 * index;
        image.hex(at, guid).le32(at + 16, offset).le32(at + 20, length).le32(at + 24, 4);
    }

    /** Primary descriptor, terminator, 40 sectors. */
    static TestImage iso() {
        return TestImage.ofSize(40 * 2048)
                .text(16 * 2048, "\u0001CD001\u0001")
                .le32(16 * 2048 + 80, 40)
                .be32(16 * 2048 + 84, 40)
                .le16(16 * 2048 + 128, 2048)
                .be16(16 * 2048 + 130, 2048)
                .text(17 * 2048, "\u00ffCD001\u0001");
    }

    static String ovf(String files) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
                  <References>%s</References>
                  <DiskSection>
                    <Disk ovf:capacity="1" ovf:capacityAllocationUnits="byte * 2^20" ovf:diskId="d" ovf:fileRef="f"
                        ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
                  </DiskSection>
                </Envelope>
                """.formatted(files);
    }

    static final String OVF = ovf("<File ovf:id=\"f\" ovf:href=\"disk.vmdk\"/>");

    static TestImage ova() {
        return new Tar()
                .file("machine.ovf", OVF)
                .file("disk.vmdk", streamVmdk().bytes())
                .end();
    }
}
