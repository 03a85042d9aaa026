package io.oblako.image.domain.upload;

import io.oblako.image.domain.catalog.ImageData.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** Computes both digests of an image in one pass. */
public final class Digester {

    private static final int CHUNK_BYTES = 256 << 10;

    private Digester() {}

    /**
     * Reads the channel to its end.
     *
     * @param wanted asked before each chunk; when it says no, the work is given up
     * @throws IOException from the channel, or when the work was given up
     */
    public static Digests of(ReadableByteChannel channel, BooleanSupplier wanted) throws IOException {
        MessageDigest md5 = algorithm("MD5");
        MessageDigest sha512 = algorithm("SHA-512");
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        while (channel.read(chunk) >= 0) {
            if (!wanted.getAsBoolean()) {
                throw new IOException("The image is not wanted any more");
            }
            chunk.flip();
            md5.update(chunk.duplicate());
            sha512.update(chunk);
            chunk.clear();
        }
        HexFormat hex = HexFormat.of();
        return new Digests(hex.formatHex(md5.digest()), hex.formatHex(sha512.digest()));
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + name, e);
        }
    }
}
