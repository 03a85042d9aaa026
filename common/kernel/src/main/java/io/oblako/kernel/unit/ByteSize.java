package io.oblako.kernel.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A number of bytes, never negative. */
public record ByteSize(@JsonValue long bytes) implements Comparable<ByteSize> {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("A size is not negative: " + bytes);
        }
    }

    @JsonCreator
    public static ByteSize of(long bytes) {
        return new ByteSize(bytes);
    }

    public static ByteSize ofMiB(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, MIB));
    }

    public static ByteSize ofGiB(long gibibytes) {
        return new ByteSize(Math.multiplyExact(gibibytes, GIB));
    }

    /** Whole gibibytes that hold this size. */
    public long ceilGiB() {
        return Math.ceilDiv(bytes, GIB);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** For people: {@code 1.5 GiB}. */
    @Override
    public String toString() {
        if (bytes >= GIB) {
            return "%.1f GiB".formatted(bytes / (double) GIB);
        }
        if (bytes >= MIB) {
            return "%.1f MiB".formatted(bytes / (double) MIB);
        }
        return bytes + " B";
    }
}
