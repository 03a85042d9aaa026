package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.ImageRejected.Reason.BACKING_FILE;
import static io.oblako.image.inspect.ImageRejected.Reason.ENCRYPTED;
import static io.oblako.image.inspect.ImageRejected.Reason.EXTERNAL_DATA;
import static io.oblako.image.inspect.ImageRejected.Reason.UNKNOWN_FEATURE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSUPPORTED_VARIANT;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text inside a VMDK that says where its data lies: here, and nowhere else.
 *
 * @param extentSectors of 512 bytes, as the one extent claims
 */
record VmdkDescriptor(boolean streamOptimized, long extentSectors) {

    /** {@code RW 131072 SPARSE "disk.vmdk"}; the name is one of the past, so it need only be harmless. */
    private static final Pattern OWN_EXTENT =
            Pattern.compile("(?:RW|RDONLY) ([0-9]{1,18}) SPARSE \"([^\"/\\\\:%\\x00-\\x1f\\x7f]{1,255})\"(?: 0)?");

    private static final Pattern EXTENT = Pattern.compile("(?i)(?:RW|RDONLY|NOACCESS)[ \t].*");
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z][A-Za-z0-9_.]{0,127})[ \t]*=[ \t]*(.*)");
    private static final Set<String> HARMLESS_KEYS = Set.of("version", "encoding", "cid", "isnativesnapshot");
    private static final int MAX_LINES = 512;

    /** @param area all sectors of the descriptor; unused ones are zero */
    static VmdkDescriptor parse(Bytes area) {
        int length = 0;
        while (length < area.size() && area.u8(length) != 0) {
            length++;
        }
        sane(area.zero(length, area.size() - length), "bytes behind the end of the descriptor");
        String text = area.latin1(0, length);
        sane(text.startsWith("# Disk DescriptorFile"), "there is no descriptor");
        // QEMU looks for these words anywhere, also in comments, and takes the first.
        sane(occurrences(text, "createtype") == 1, "the descriptor names its type more or less than once");
        sane(occurrences(text, "parentcid") <= 1, "the descriptor names its parent more than once");
        return new Lines().read(text);
    }

    private static int occurrences(String text, String word) {
        String lower = text.toLowerCase(Locale.ROOT);
        int count = 0;
        for (int at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length())) {
            count++;
        }
        return count;
    }

    private static final class Lines {

        private final Set<String> seen = new HashSet<>();
        private String type = "";
        private long sectors = -1;

        VmdkDescriptor read(String text) {
            String[] lines = text.split("\r\n|\n|\r", MAX_LINES + 1);
            sane(lines.length <= MAX_LINES, "the descriptor has more than %d lines".formatted(MAX_LINES));
            for (String line : lines) {
                String content = line.strip();
                if (!content.isEmpty() && !content.startsWith("#")) {
                    line(content);
                }
            }
            require(
                    type.equals("monolithicSparse") || type.equals("streamOptimized"),
                    UNSUPPORTED_VARIANT,
                    "Of VMDK, only monolithicSparse and streamOptimized are supported. Convert the image to one of them");
            require(sectors >= 0, EXTERNAL_DATA, "The VMDK names no extent. Convert it anew");
            return new VmdkDescriptor(type.equals("streamOptimized"), sectors);
        }

        private void line(String line) {
            if (EXTENT.matcher(line).matches()) {
                extent(line);
                return;
            }
            Matcher entry = ENTRY.matcher(line);
            sane(entry.matches(), "a line of the descriptor is neither an extent nor an entry");
            String key = entry.group(1).toLowerCase(Locale.ROOT);
            sane(seen.add(key), "the descriptor has an entry twice");
            entry(key, unquoted(entry.group(2).strip()));
        }

        private void extent(String line) {
            Matcher own = OWN_EXTENT.matcher(line);
            require(
                    own.matches() && !own.group(2).startsWith("."),
                    EXTERNAL_DATA,
                    "The VMDK refers to another file. Convert it to monolithicSparse or streamOptimized");
            require(sectors < 0, EXTERNAL_DATA, "The VMDK has more than one extent. Convert it to one file");
            sectors = Long.parseLong(own.group(1));
        }

        private void entry(String key, String value) {
            switch (key) {
                case "createtype" -> type = value;
                case "parentcid" ->
                    require(
                            value.equalsIgnoreCase("ffffffff"),
                            BACKING_FILE,
                            "The VMDK is a difference. Consolidate it with its parent");
                case "parentfilenamehint" ->
                    throw new ImageRejected(BACKING_FILE, "The VMDK names a parent. Consolidate it with its parent");
                case "encryption.keysafe", "encryption.data" ->
                    throw new ImageRejected(ENCRYPTED, "The VMDK is encrypted. Decrypt it before the upload");
                default ->
                    require(
                            HARMLESS_KEYS.contains(key) || key.startsWith("ddb."),
                            UNKNOWN_FEATURE,
                            "The VMDK's descriptor has an entry that is not supported. Convert the image anew");
            }
        }

        private static String unquoted(String value) {
            boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
            return quoted ? value.substring(1, value.length() - 1) : value;
        }
    }
}
