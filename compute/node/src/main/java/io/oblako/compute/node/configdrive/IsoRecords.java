package io.oblako.compute.node.configdrive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The directory records of one of the two trees. */
final class IsoRecords {

    private static final int FIXED = 33;
    private static final byte FOLDER = 2;

    private final boolean joliet;
    private final OffsetDateTime time;
    private final Map<IsoFolder, Integer> folderSectors;
    private final IdentityHashMap<byte[], Integer> contentSectors;
    private final int continuation;

    IsoRecords(
            boolean joliet,
            OffsetDateTime time,
            Map<IsoFolder, Integer> folderSectors,
            IdentityHashMap<byte[], Integer> contentSectors,
            int continuation) {
        this.joliet = joliet;
        this.time = time;
        this.folderSectors = folderSectors;
        this.contentSectors = contentSectors;
        this.continuation = continuation;
    }

    /** How many sectors the records of a folder take. */
    static int sectors(IsoFolder folder, boolean joliet) {
        IsoRecords sizing = new IsoRecords(joliet, OffsetDateTime.MIN, new HashMap<>(), new IdentityHashMap<>(), 0);
        int sectors = 1;
        int used = 0;
        for (byte[] record : sizing.records(folder)) {
            if (used + record.length > Iso9660.SECTOR) {
                sectors++;
                used = 0;
            }
            used += record.length;
        }
        return sectors;
    }

    void write(ByteBuffer image, IsoFolder folder) {
        int at = folderSectors.getOrDefault(folder, 0) * Iso9660.SECTOR;
        for (byte[] record : records(folder)) {
            int left = Iso9660.SECTOR - at % Iso9660.SECTOR;
            if (record.length > left) {
                at += left;
            }
            image.put(at, record);
            at += record.length;
        }
    }

    /** The record of the root as it stands in a volume descriptor: 34 bytes. */
    byte[] rootRecord(IsoFolder root) {
        return record(new byte[1], place(root), bytes(root), true, new byte[0]);
    }

    private List<byte[]> records(IsoFolder folder) {
        List<byte[]> all = new ArrayList<>();
        IsoFolder parent = folder.parentOrSelf();
        byte[] self = joliet
                ? new byte[0]
                : RockRidge.self(folder.isRoot(), continuation, folder.folders().size());
        byte[] above = joliet ? new byte[0] : RockRidge.folder(parent.folders().size(), "");
        all.add(record(new byte[] {0}, place(folder), bytes(folder), true, self));
        all.add(record(new byte[] {1}, place(parent), bytes(parent), true, above));
        Map<String, String> shortNames = folder.shortNames();
        Map<String, byte[]> sorted = new TreeMap<>();
        folder.folders()
                .forEach((name, below) -> sorted.put(
                        joliet ? name : shortNames.getOrDefault(name, name),
                        record(
                                joliet ? wide(name) : Iso9660.ascii(shortNames.getOrDefault(name, name)),
                                place(below),
                                bytes(below),
                                true,
                                joliet
                                        ? new byte[0]
                                        : RockRidge.folder(below.folders().size(), name))));
        folder.files()
                .forEach((name, content) -> sorted.put(
                        joliet ? name : shortNames.getOrDefault(name, name),
                        record(
                                joliet ? wide(name + ";1") : Iso9660.ascii(shortNames.getOrDefault(name, name)),
                                contentSectors.getOrDefault(content, 0),
                                content.length,
                                false,
                                joliet ? new byte[0] : RockRidge.file(name))));
        all.addAll(sorted.values());
        return all;
    }

    private int place(IsoFolder folder) {
        return folderSectors.getOrDefault(folder, 0);
    }

    private int bytes(IsoFolder folder) {
        return folderSectors.isEmpty() ? 0 : sectors(folder, joliet) * Iso9660.SECTOR;
    }

    private static byte[] wide(String name) {
        return name.getBytes(StandardCharsets.UTF_16BE);
    }

    private byte[] record(byte[] identifier, int sector, int bytes, boolean folder, byte[] systemUse) {
        int padded = FIXED + identifier.length + (identifier.length % 2 == 0 ? 1 : 0);
        int length = padded + systemUse.length;
        length += length % 2;
        ByteBuffer r = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        r.put(0, (byte) length);
        Iso9660.both32(r, 2, sector);
        Iso9660.both32(r, 10, bytes);
        r.put(18, (byte) (time.getYear() - 1900));
        r.put(19, (byte) time.getMonthValue());
        r.put(20, (byte) time.getDayOfMonth());
        r.put(21, (byte) time.getHour());
        r.put(22, (byte) time.getMinute());
        r.put(23, (byte) time.getSecond());
        r.put(25, folder ? FOLDER : 0);
        Iso9660.both16(r, 28, 1);
        r.put(32, (byte) identifier.length);
        r.put(FIXED, identifier);
        r.put(padded, systemUse);
        return r.array();
    }
}
