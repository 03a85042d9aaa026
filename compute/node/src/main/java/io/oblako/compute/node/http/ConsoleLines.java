package io.oblako.compute.node.http;

import java.util.Arrays;

/** Cuts console output. It is whatever the guest wrote: bytes, not text. */
final class ConsoleLines {

    private ConsoleLines() {}

    /** The last lines; a line break at the very end does not begin another line. */
    static byte[] last(byte[] output, int lines) {
        if (lines == 0) {
            return new byte[0];
        }
        int end = output.length;
        int from = end > 0 && output[end - 1] == '\n' ? end - 1 : end;
        int found = 0;
        for (int i = from - 1; i >= 0; i--) {
            if (output[i] == '\n' && ++found == lines) {
                return Arrays.copyOfRange(output, i + 1, end);
            }
        }
        return output;
    }
}
