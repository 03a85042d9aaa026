package io.oblako.image.inspect;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fuzz target; Jazzer calls {@link #fuzzerTestOneInput}. The first byte chooses the format, the second how the rest is
 * cut into chunks. Only {@link ImageRejected} may escape the inspector, the verdict must not depend on the chunks, and a
 * report must keep what {@link Limits} promise.
 */
public final class ImageInspectorFuzz {

    private ImageInspectorFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        DiskFormat format = DiskFormat.values()[(input[0] & 0xff) % DiskFormat.values().length];
        byte[] image = Arrays.copyOfRange(input, 2, input.length);
        check(format, image, input[1] & 0xff);
    }

    /** @return the verdict, for tests that go on from it */
    static Verdict check(DiskFormat format, byte[] image, int cut) {
        Verdict whole = verdict(format, image, image.length);
        Verdict pieces = verdict(format, image, 1 + cut * 37);
        if (!whole.equals(pieces)) {
            throw new AssertionError("%s at once, but %s in pieces of %d".formatted(whole, pieces, 1 + cut * 37));
        }
        ImageReport report = whole.report();
        if (report != null
                && (report.format() != format
                        || report.fileBytes() != image.length
                        || report.virtualBytes() <= 0
                        || report.virtualBytes() > Limits.DEFAULT.maxVirtualBytes())) {
            throw new AssertionError("Accepted beyond the limits: " + report);
        }
        return whole;
    }

    static Verdict verdict(DiskFormat format, byte[] image, int pieceBytes) {
        var inspector = ImageInspector.expecting(format);
        try {
            for (int at = 0; at < image.length; at += pieceBytes) {
                inspector.feed(image, at, Math.min(pieceBytes, image.length - at));
            }
            return new Verdict(inspector.finish(), "");
        } catch (ImageRejected rejection) {
            return new Verdict(null, rejection.reason() + ": " + Objects.requireNonNull(rejection.getMessage()));
        }
    }

    record Verdict(@Nullable ImageReport report, String rejection) {

        boolean accepted() {
            return report != null;
        }
    }
}
