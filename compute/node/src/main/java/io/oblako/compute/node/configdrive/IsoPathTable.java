package io.oblako.compute.node.configdrive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The list of all folders that ISO 9660 keeps beside the tree. */
final class IsoPathTable {

    private final List<IsoFolder> folders;
    private final boolean joliet;

    IsoPathTable(List<IsoFolder> folders, boolean joliet) {
        this.folders = folders;
        this.joliet = joliet;
    }

    int bytes() {
        return folders.stream()
                .mapToInt(folder -> entryBytes(identifier(folder)))
                .sum();
    }

    int sectors() {
        return (bytes() + Iso9660.SECTOR - 1) / Iso9660.SECTOR;
    }

    void write(ByteBuffer image, int sector, Map<IsoFolder, Integer> places, ByteOrder order) {
        ByteBuffer out = image.duplicate().order(order).position(sector * Iso9660.SECTOR);
        for (IsoFolder folder : folders) {
            byte[] identifier = identifier(folder);
            out.put((byte) identifier.length).put((byte) 0);
            out.putInt(places.getOrDefault(folder, 0));
            out.putShort((short) (folders.indexOf(folder.parentOrSelf()) + 1));
            out.put(identifier);
            if (identifier.length % 2 == 1) {
                out.put((byte) 0);
            }
        }
    }

    private byte[] identifier(IsoFolder folder) {
        if (folder.isRoot()) {
            return new byte[1];
        }
        return joliet
                ? folder.name().getBytes(StandardCharsets.UTF_16BE)
                : Iso9660.ascii(folder.parentOrSelf().shortNames().getOrDefault(folder.name(), "_"));
    }

    private static int entryBytes(byte[] identifier) {
        return 8 + identifier.length + identifier.length % 2;
    }
}
