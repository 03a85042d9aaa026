package io.oblako.compute.domain.quota;

import java.util.Arrays;
import java.util.Optional;

/** What compute limits. The default limits are Nova's. */
public enum Resource {
    INSTANCES("instances", 10),
    CORES("cores", 20),
    /** In MiB. */
    RAM("ram", 50 * 1024),
    METADATA_ITEMS("metadata_items", 128),
    /** Per user, not per project. */
    KEY_PAIRS("key_pairs", 100),
    SERVER_GROUPS("server_groups", 10),
    SERVER_GROUP_MEMBERS("server_group_members", 10),
    /** Files given at boot: compute refuses them, the limits remain for clients below microversion 2.57. */
    INJECTED_FILES("injected_files", 5),
    INJECTED_FILE_CONTENT_BYTES("injected_file_content_bytes", 10 * 1024),
    INJECTED_FILE_PATH_BYTES("injected_file_path_bytes", 255);

    private final String word;
    private final int standard;

    Resource(String word, int standard) {
        this.word = word;
        this.standard = standard;
    }

    /** The key of the quota API. */
    public String word() {
        return word;
    }

    /** The limit of projects that have none of their own, as long as the operator did not change the default class. */
    public int standard() {
        return standard;
    }

    /** Whether usage is counted; the others bound a single request. */
    public boolean counted() {
        return this == INSTANCES || this == CORES || this == RAM || this == KEY_PAIRS || this == SERVER_GROUPS;
    }

    public static Optional<Resource> ofWord(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
