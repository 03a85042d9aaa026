package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.Checks.sane;
import static io.oblako.image.inspect.ImageRejected.Reason.MANIFEST_MISMATCH;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The digests of an archive's files, computed as they pass, and what the manifest says they are. The manifest may come
 * before or after the files, so both digests that writers use are computed. SHA-1 is there to notice damage, as old
 * writers offer nothing better; it protects from nobody.
 */
final class OvaManifest {

    private static final Pattern LINE = Pattern.compile("(SHA1|SHA256) ?\\((.{1,100})\\) ?= ?([0-9a-fA-F]{40,64})");

    private final Map<String, String> expected = new HashMap<>();
    private final Map<String, String> computed = new HashMap<>();

    /** @param text of the {@code .mf} file */
    void read(String text) {
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            sane(matcher.matches(), "a line of the manifest is no SHA1 or SHA256 digest");
            String before = expected.put(
                    key(matcher.group(1), matcher.group(2)), matcher.group(3).toLowerCase(Locale.ROOT));
            sane(before == null, "the manifest lists a file twice");
        });
    }

    Digests digests() {
        return new Digests();
    }

    void computed(String file, Digests digests) {
        computed.put(key("SHA1", file), HexFormat.of().formatHex(digests.sha1.digest()));
        computed.put(key("SHA256", file), HexFormat.of().formatHex(digests.sha256.digest()));
    }

    /** @throws ImageRejected MANIFEST_MISMATCH unless every line of the manifest is true */
    void verify() {
        String wrong = expected.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(computed.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
        require(
                wrong.isEmpty(),
                MANIFEST_MISMATCH,
                "The archive differs from its manifest: %s. Upload it again or export it anew".formatted(wrong));
    }

    private static String key(String algorithm, String file) {
        return algorithm + "(" + file + ")";
    }

    /** Digests of one file. */
    static final class Digests {

        private final MessageDigest sha1 = digest("SHA-1");
        private final MessageDigest sha256 = digest("SHA-256");

        void update(ByteBuffer bytes) {
            Stream.of(sha1, sha256).forEach(digest -> digest.update(bytes.duplicate()));
        }

        private static MessageDigest digest(String algorithm) {
            try {
                return MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has " + algorithm, e);
            }
        }
    }
}
