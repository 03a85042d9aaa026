package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.powerOfTwo;
import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.ImageRejected.Reason.BACKING_FILE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;

import io.oblako.image.inspect.VhdxReader.Guid;
import java.util.HashMap;
import java.util.Map;

/** The metadata region of a VHDX: an allow-list of five items, each exactly once. MS-VHDX 2.6. */
record VhdxMetadata(long blockBytes, boolean fixed, long virtualBytes, long sectorBytes) {

    static final VhdxMetadata NONE = new VhdxMetadata(0, false, 0, 0);

    private static final int TABLE_BYTES = 64 << 10;
    private static final long FLAG_LEAVE_ALLOCATED = 1;
    private static final long FLAG_HAS_PARENT = 1 << 1;
    private static final long ITEM_IS_USER = 1;

    /** A8D35F2D-B30B-454D-ABF7-D3D84834AB0C, in the order of its bytes on disk, as all of these. */
    private static final Guid PARENT_LOCATOR = new Guid(0x454db30ba8d35f2dL, 0x0cab3448d8d3f7abL);

    private enum Item {
        /** CAA16737-FA36-4D43-B3B6-33F0AA44E76B. */
        FILE_PARAMETERS(0x4d43fa36caa16737L, 0x6be744aaf033b6b3L, 8),
        /** 2FA54224-CD1B-4876-B211-5DBED83BF4B8. */
        VIRTUAL_DISK_SIZE(0x4876cd1b2fa54224L, 0xb8f43bd8be5d11b2L, 8),
        /** BECA12AB-B2E6-4523-93EF-C309E000C746. */
        VIRTUAL_DISK_ID(0x4523b2e6beca12abL, 0x46c700e009c3ef93L, 16),
        /** 8141BF1D-A96F-4709-BA47-F233A8FAAB5F. */
        LOGICAL_SECTOR_SIZE(0x4709a96f8141bf1dL, 0x5fabfaa833f247baL, 4),
        /** CDA348C7-445D-4471-9CC9-E9885251C556. */
        PHYSICAL_SECTOR_SIZE(0x4471445dcda348c7L, 0x56c5515288e9c99cL, 4);

        private final long guidLow;
        private final long guidHigh;
        private final int bytes;

        Item(long guidLow, long guidHigh, int bytes) {
            this.guidLow = guidLow;
            this.guidHigh = guidHigh;
            this.bytes = bytes;
        }

        boolean is(Guid guid) {
            return guid.low() == guidLow && guid.high() == guidHigh;
        }
    }

    /** @param region its first bytes: the table and the items */
    static VhdxMetadata parse(Bytes region) {
        sane(region.has(0, "metadata"), "there is no metadata table");
        int entries = region.u16le(10);
        Map<Item, Bytes> items = new HashMap<>();
        require(entries <= Item.values().length, UNKNOWN_FEATURE, "The VHDX has unknown metadata. Convert it anew");
        for (int i = 0; i < entries; i++) {
            Bytes entry = region.slice(32 + 32L * i, 32);
            Item item = known(Guid.at(entry, 0));
            long offset = entry.u32le(16);
            sane(entry.u32le(20) == item.bytes, "a metadata item of wrong length");
            sane(offset >= TABLE_BYTES && offset <= region.size() - item.bytes, "a metadata item is out of place");
            sane((entry.u32le(24) & ITEM_IS_USER) == 0, "a metadata item of the user in place of the system's");
            sane(items.put(item, region.slice(offset, item.bytes)) == null, "a metadata item is there twice");
        }
        sane(items.size() == Item.values().length, "a metadata item is missing");
        return of(items);
    }

    private static Item known(Guid guid) {
        for (Item item : Item.values()) {
            if (item.is(guid)) {
                return item;
            }
        }
        require(!guid.equals(PARENT_LOCATOR), BACKING_FILE, "The VHDX names a parent. Merge it with its parent");
        throw new ImageRejected(UNKNOWN_FEATURE, "The VHDX has unknown metadata. Convert it anew");
    }

    private static VhdxMetadata of(Map<Item, Bytes> items) {
        Bytes parameters = items.get(Item.FILE_PARAMETERS);
        Bytes size = items.get(Item.VIRTUAL_DISK_SIZE);
        Bytes sector = items.get(Item.LOGICAL_SECTOR_SIZE);
        Bytes physical = items.get(Item.PHYSICAL_SECTOR_SIZE);
        if (parameters == null || size == null || sector == null || physical == null) {
            throw new IllegalStateException("Completeness was checked before");
        }
        long blockBytes = parameters.u32le(0);
        long flags = parameters.u32le(4);
        require((flags & FLAG_HAS_PARENT) == 0, BACKING_FILE, "The VHDX is a differencing disk. Merge it");
        require((flags & ~FLAG_LEAVE_ALLOCATED) == 0, UNKNOWN_FEATURE, "The VHDX has unknown flags. Convert it anew");
        sane(powerOfTwo(blockBytes) && blockBytes >= 1 << 20 && blockBytes <= 256 << 20, "blocks of odd size");
        long sectorBytes = sector.u32le(0);
        sane(sectorBytes == 512 || sectorBytes == 4096, "sectors of odd size");
        sane(physical.u32le(0) == 512 || physical.u32le(0) == 4096, "physical sectors of odd size");
        long virtualBytes = size.u64le(0);
        sane(virtualBytes % sectorBytes == 0, "the disk ends inside a sector");
        return new VhdxMetadata(blockBytes, (flags & FLAG_LEAVE_ALLOCATED) != 0, virtualBytes, sectorBytes);
    }
}
