package io.oblako.compute.domain.schedule;

import java.util.Arrays;
import java.util.List;

/** What one search over a fleet has in hand: the request, unpacked, and the range of each weigher so far. */
final class Scan {

    final Ask ask;
    final Need need;
    final long aliveSinceMillis;
    final boolean byName;
    final int[] kindFailures;
    final double[] kvm;
    final int[] rejections = new int[Filter.count()];
    final double[] lows = new double[Weights.COUNT];
    final double[] highs = new double[Weights.COUNT];

    Scan(Ask ask, List<HostKind> kinds) {
        this.ask = ask;
        this.need = ask.need();
        this.aliveSinceMillis = ask.aliveSince().toEpochMilli();
        this.byName = ask.host() != null || !ask.not().isEmpty();
        this.kindFailures =
                kinds.stream().mapToInt(kind -> Filter.ofKind(ask, kind)).toArray();
        this.kvm = kinds.stream().mapToDouble(kind -> kind.kvm() ? 1 : 0).toArray();
        Arrays.fill(lows, Double.POSITIVE_INFINITY);
        Arrays.fill(highs, Double.NEGATIVE_INFINITY);
    }

    void widen(int weigher, double raw) {
        if (raw < lows[weigher]) {
            lows[weigher] = raw;
        }
        if (raw > highs[weigher]) {
            highs[weigher] = raw;
        }
    }

    void reject(int failures) {
        for (int rest = failures; rest != 0; rest &= rest - 1) {
            rejections[Integer.numberOfTrailingZeros(rest)]++;
        }
    }
}
