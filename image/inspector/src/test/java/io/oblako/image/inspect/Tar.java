package io.oblako.image.inspect;

import java.nio.charset.StandardCharsets;

/** Writes an archive entry by entry, the forbidden ones, too. */
final class Tar {

    private TestImage image = TestImage.ofSize(0);

    Tar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Tar file(String name, byte[] content) {
        return entry('0', name, "", content);
    }

    Tar entry(char type, String name, String link, byte[] content) {
        int at = image.size();
        int padding = -content.length & 511;
        image = image.append(new byte[512])
                .append(content)
                .append(new byte[padding])
                .text(at, name)
                .text(at + 100, "0000644\u00000000000\u00000000000\u0000")
                .text(at + 124, "%011o\0".formatted(content.length))
                .text(at + 136, "%011o\0".formatted(0))
                .text(at + 156, String.valueOf(type))
                .text(at + 157, link)
                .text(at + 257, "ustar\u000000")
                .tarChecksum(at);
        return this;
    }

    TestImage end() {
        return image.append(new byte[1024]);
    }
}
