package io.oblako.image.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Short ways to ask for a verdict. */
final class Verdicts {

    private Verdicts() {}

    static ImageReport inspect(DiskFormat declared, byte[] image) {
        return inspect(declared, Limits.DEFAULT, image);
    }

    static ImageReport inspect(DiskFormat declared, Limits limits, byte[] image) {
        var inspector = ImageInspector.expecting(declared, limits);
        inspector.feed(image);
        return inspector.finish();
    }

    /** Feeds pieces of the given sizes, again and again. */
    static ImageReport inspectInPieces(DiskFormat declared, byte[] image, int... sizes) {
        var inspector = ImageInspector.expecting(declared);
        int piece = 0;
        for (int at = 0; at < image.length; ) {
            int size = Math.min(sizes[piece++ % sizes.length], image.length - at);
            inspector.feed(image, at, size);
            at += size;
        }
        return inspector.finish();
    }

    static void assertAccepted(DiskFormat declared, TestImage image, long virtualBytes) {
        ImageReport report = inspect(declared, image.bytes());
        assertThat(report.format()).isEqualTo(declared);
        assertThat(report.virtualBytes()).isEqualTo(virtualBytes);
        assertThat(report.fileBytes()).isEqualTo(image.size());
    }

    static void assertRefused(ImageRejected.Reason reason, DiskFormat declared, TestImage image) {
        assertRefused(reason, declared, image.bytes());
    }

    static void assertRefused(ImageRejected.Reason reason, DiskFormat declared, byte[] image) {
        assertThatExceptionOfType(ImageRejected.class)
                .isThrownBy(() -> inspect(declared, image))
                .satisfies(rejection -> assertThat(rejection.reason())
                        .as(rejection.getMessage())
                        .isEqualTo(reason));
    }
}
