package io.oblako.compute.node.configdrive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The entries by which Linux reads long names and modes.
 *
 * @see <a href="https://en.wikipedia.org/wiki/ISO_9660#Rock_Ridge">IEEE P1282, Rock Ridge Interchange Protocol</a>
 */
final class RockRidge {

    private static final String ID = "RRIP_1991A";
    private static final String DESCRIPTION =
            "THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM" + " SEMANTICS";
    private static final String SOURCE = "PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE";
    private static final int FOLDER_MODE = 040555;
    private static final int FILE_MODE = 0100444;

    private RockRidge() {}

    /** For a folder's record of itself; the root's says that these entries are there at all. */
    static byte[] self(boolean root, int continuationSector, int subfolders) {
        ByteBuffer out = ByteBuffer.allocate(root ? 7 + 36 + 28 : 36);
        if (root) {
            out.put(Iso9660.ascii("SP")).put((byte) 7).put((byte) 1);
            out.put((byte) 0xbe).put((byte) 0xef).put((byte) 0);
        }
        mode(out, FOLDER_MODE, 2 + subfolders);
        if (root) {
            int at = out.position();
            out.put(Iso9660.ascii("CE")).put((byte) 28).put((byte) 1);
            Iso9660.both32(out, at + 4, continuationSector);
            Iso9660.both32(out, at + 12, 0);
            Iso9660.both32(out, at + 20, referenceBytes());
        }
        return out.array();
    }

    /** For a folder's record in its parent, or of the parent when the name is empty. */
    static byte[] folder(int subfolders, String name) {
        return entry(FOLDER_MODE, 2 + subfolders, name);
    }

    static byte[] file(String name) {
        return entry(FILE_MODE, 1, name);
    }

    private static byte[] entry(int mode, int links, String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(36 + (text.length == 0 ? 0 : 5 + text.length));
        mode(out, mode, links);
        if (text.length > 0) {
            out.put(Iso9660.ascii("NM"))
                    .put((byte) (5 + text.length))
                    .put((byte) 1)
                    .put((byte) 0)
                    .put(text);
        }
        return out.array();
    }

    private static void mode(ByteBuffer out, int mode, int links) {
        int at = out.position();
        out.put(Iso9660.ascii("PX")).put((byte) 36).put((byte) 1);
        Iso9660.both32(out, at + 4, mode);
        Iso9660.both32(out, at + 12, links);
        Iso9660.both32(out, at + 20, 0);
        Iso9660.both32(out, at + 28, 0);
        out.position(at + 36);
    }

    /** Says in a sector of its own which protocol this is. */
    static void continuation(ByteBuffer image, int sector) {
        ByteBuffer out = image.duplicate().position(sector * Iso9660.SECTOR);
        out.put(Iso9660.ascii("ER")).put((byte) referenceBytes()).put((byte) 1);
        out.put((byte) ID.length())
                .put((byte) DESCRIPTION.length())
                .put((byte) SOURCE.length())
                .put((byte) 1);
        out.put(Iso9660.ascii(ID + DESCRIPTION + SOURCE));
    }

    private static int referenceBytes() {
        return 8 + ID.length() + DESCRIPTION.length() + SOURCE.length();
    }
}
