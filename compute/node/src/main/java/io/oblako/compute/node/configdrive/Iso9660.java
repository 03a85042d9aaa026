package io.oblako.compute.node.configdrive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a small ISO 9660 file system with Rock Ridge (what Linux reads) and Joliet (what Windows reads), so that long
 * lower-case names survive in both. Everything is in memory; files of equal content share their sectors.
 *
 * @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-119/">ECMA-119</a>
 */
public final class Iso9660 {

    static final int SECTOR = 2048;
    static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final int SYSTEM_SECTORS = 16;
    private static final int DESCRIPTORS = 3;
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final String label;
    private final OffsetDateTime time;
    private final IsoFolder root;
    private final List<IsoFolder> folders;
    private final Map<IsoFolder, Integer> plainSectors = new HashMap<>();
    private final Map<IsoFolder, Integer> jolietSectors = new HashMap<>();
    /** By the array itself: the same array is the same file. */
    private final IdentityHashMap<byte[], Integer> contentSectors = new IdentityHashMap<>();

    private Iso9660(String label, Map<String, byte[]> files, Instant time) {
        this.label = label;
        this.time = time.atOffset(ZoneOffset.UTC);
        this.root = IsoFolder.of(files);
        this.folders = root.breadthFirst();
    }

    /**
     * The bytes of a file system.
     *
     * @param label at most 16 characters, the volume's name
     * @param files content by path, for example {@code openstack/latest/meta_data.json}
     * @param time of all files
     */
    public static byte[] of(String label, Map<String, byte[]> files, Instant time) {
        if (label.isEmpty() || label.length() > 16) {
            throw new IllegalArgumentException("A label has 1 to 16 characters");
        }
        return new Iso9660(label, files, time).write();
    }

    private byte[] write() {
        IsoPathTable plainTable = new IsoPathTable(folders, false);
        IsoPathTable jolietTable = new IsoPathTable(folders, true);
        int next = SYSTEM_SECTORS + DESCRIPTORS;
        int plainL = next;
        int plainM = plainL + plainTable.sectors();
        int jolietL = plainM + plainTable.sectors();
        int jolietM = jolietL + jolietTable.sectors();
        int continuation = jolietM + jolietTable.sectors();
        next = continuation + 1;
        for (IsoFolder folder : folders) {
            plainSectors.put(folder, next);
            next += IsoRecords.sectors(folder, false);
        }
        for (IsoFolder folder : folders) {
            jolietSectors.put(folder, next);
            next += IsoRecords.sectors(folder, true);
        }
        next = placeContents(next);

        ByteBuffer image = ByteBuffer.allocate(Math.multiplyExact(next, SECTOR)).order(ByteOrder.LITTLE_ENDIAN);
        describe(image, SYSTEM_SECTORS, false, next, plainTable, plainL, plainM);
        describe(image, SYSTEM_SECTORS + 1, true, next, jolietTable, jolietL, jolietM);
        image.position((SYSTEM_SECTORS + 2) * SECTOR);
        image.put((byte) 255).put(ascii("CD001")).put((byte) 1);
        plainTable.write(image, plainL, plainSectors, ByteOrder.LITTLE_ENDIAN);
        plainTable.write(image, plainM, plainSectors, ByteOrder.BIG_ENDIAN);
        jolietTable.write(image, jolietL, jolietSectors, ByteOrder.LITTLE_ENDIAN);
        jolietTable.write(image, jolietM, jolietSectors, ByteOrder.BIG_ENDIAN);
        RockRidge.continuation(image, continuation);
        IsoRecords plain = new IsoRecords(false, time, plainSectors, contentSectors, continuation);
        IsoRecords joliet = new IsoRecords(true, time, jolietSectors, contentSectors, continuation);
        for (IsoFolder folder : folders) {
            plain.write(image, folder);
            joliet.write(image, folder);
        }
        contentSectors.forEach(
                (content, sector) -> image.position(sector * SECTOR).put(content));
        return image.array();
    }

    private int placeContents(int first) {
        int next = first;
        long bytes = 0;
        for (IsoFolder folder : folders) {
            for (byte[] content : folder.files().values()) {
                if (contentSectors.containsKey(content)) {
                    continue;
                }
                contentSectors.put(content, next);
                next += Math.max(1, (content.length + SECTOR - 1) / SECTOR);
                bytes += content.length;
                if (bytes > MAX_BYTES) {
                    throw new IllegalArgumentException("More than %d bytes of files".formatted(MAX_BYTES));
                }
            }
        }
        return next;
    }

    private void describe(
            ByteBuffer image, int sector, boolean joliet, int sectors, IsoPathTable table, int tableL, int tableM) {
        ByteBuffer d = image.slice(sector * SECTOR, SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        d.put((byte) (joliet ? 2 : 1)).put(ascii("CD001")).put((byte) 1).put((byte) 0);
        text(d, 8, 32, "", joliet);
        text(d, 40, 32, label, joliet);
        both32(d, 80, sectors);
        if (joliet) {
            d.put(88, ascii("%/E"));
        }
        both16(d, 120, 1);
        both16(d, 124, 1);
        both16(d, 128, SECTOR);
        both32(d, 132, table.bytes());
        d.putInt(140, tableL);
        d.duplicate().order(ByteOrder.BIG_ENDIAN).putInt(148, tableM);
        Map<IsoFolder, Integer> places = joliet ? jolietSectors : plainSectors;
        IsoRecords records = new IsoRecords(joliet, time, places, contentSectors, 0);
        d.put(156, records.rootRecord(root));
        text(d, 190, 128, "", joliet);
        text(d, 318, 128, "OBLAKO", joliet);
        text(d, 446, 128, "", joliet);
        text(d, 574, 128, "OBLAKO", joliet);
        text(d, 702, 111, "", joliet);
        for (int at = 813; at <= 864; at += 17) {
            d.put(at, ascii(at <= 830 ? time.format(DIGITS) + "00" : "0000000000000000"));
        }
        d.put(881, (byte) 1);
    }

    /** Text padded with spaces; in Joliet each character is two bytes, high one first. */
    private static void text(ByteBuffer d, int at, int bytes, String text, boolean joliet) {
        if (joliet) {
            String padded = text + " ".repeat(bytes / 2 - text.length());
            d.put(at, padded.getBytes(StandardCharsets.UTF_16BE));
            return;
        }
        d.put(at, ascii(text + " ".repeat(bytes - text.length())));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A number in both byte orders, as ECMA-119 wants it. */
    static void both32(ByteBuffer d, int at, int value) {
        d.duplicate().order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        d.duplicate().order(ByteOrder.BIG_ENDIAN).putInt(at + 4, value);
    }

    static void both16(ByteBuffer d, int at, int value) {
        d.duplicate().order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
        d.duplicate().order(ByteOrder.BIG_ENDIAN).putShort(at + 2, (short) value);
    }
}
