package io.oblako.compute.node.configdrive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A folder of the file system to be. Identity is the object itself. */
final class IsoFolder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,60}");
    private static final int MAX_DEPTH = 8;

    private final String name;
    private final @Nullable IsoFolder parent;
    private final SortedMap<String, IsoFolder> folders = new TreeMap<>();
    private final SortedMap<String, byte[]> files = new TreeMap<>();

    private IsoFolder(String name, @Nullable IsoFolder parent) {
        this.name = name;
        this.parent = parent;
    }

    /** @throws IllegalArgumentException for a path that could mean something else than a file below (CMP-06) */
    static IsoFolder of(Map<String, byte[]> contents) {
        IsoFolder root = new IsoFolder("", null);
        contents.forEach((path, content) -> {
            String[] parts = path.split("/", -1);
            if (parts.length > MAX_DEPTH) {
                throw new IllegalArgumentException("Too deep: " + path);
            }
            IsoFolder at = root;
            for (int i = 0; i < parts.length; i++) {
                String part = parts[i];
                if (!NAME.matcher(part).matches() || part.startsWith(".")) {
                    throw new IllegalArgumentException("Not a file name: " + path);
                }
                if (i == parts.length - 1) {
                    at.files.put(part, content);
                } else {
                    IsoFolder above = at;
                    at = at.folders.computeIfAbsent(part, _ -> new IsoFolder(part, above));
                }
            }
        });
        return root;
    }

    String name() {
        return name;
    }

    IsoFolder parentOrSelf() {
        return parent == null ? this : parent;
    }

    boolean isRoot() {
        return parent == null;
    }

    SortedMap<String, IsoFolder> folders() {
        return folders;
    }

    SortedMap<String, byte[]> files() {
        return files;
    }

    /** This folder and all below, parents first: the order of path tables. */
    List<IsoFolder> breadthFirst() {
        List<IsoFolder> all = new ArrayList<>();
        all.add(this);
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).folders.values());
        }
        return all;
    }

    /** The names of all entries in the 8.3 alphabet of plain ISO 9660, unique within the folder. */
    Map<String, String> shortNames() {
        Map<String, String> names = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (String folder : folders.keySet()) {
            names.put(folder, unique(letters(folder, 8), "", taken));
        }
        for (String file : files.keySet()) {
            int dot = file.lastIndexOf('.');
            String stem = letters(dot < 0 ? file : file.substring(0, dot), 8);
            String extension = dot < 0 ? "" : letters(file.substring(dot + 1), 3);
            names.put(file, unique(stem, "." + extension + ";1", taken));
        }
        return names;
    }

    private static String unique(String stem, String end, Set<String> taken) {
        String candidate = stem + end;
        for (int i = 1; !taken.add(candidate); i++) {
            String number = Integer.toString(i);
            candidate = stem.substring(0, Math.min(stem.length(), 8 - number.length())) + number + end;
        }
        return candidate;
    }

    private static String letters(String text, int most) {
        String allowed = text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        return allowed.length() > most ? allowed.substring(0, most) : allowed;
    }
}
