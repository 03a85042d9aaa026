package io.oblako.compute.domain.schedule;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Some hosts of a fleet, side by side as plain numbers, so that a scan reads memory in order and follows no reference.
 * Immutable once made.
 */
final class Chunk {

    static final int SIZE = 256;

    final int length;
    private final HostView[] hosts;
    private final int[] kinds;
    private final int[] freeVcpus;
    private final int[] freeRamMib;
    private final int[] freeDiskGib;
    private final double[] load;
    private final long[] lastSeenMillis;
    private final boolean[] enabled;

    private Chunk(int length) {
        this.length = length;
        hosts = new HostView[length];
        kinds = new int[length];
        freeVcpus = new int[length];
        freeRamMib = new int[length];
        freeDiskGib = new int[length];
        load = new double[length];
        lastSeenMillis = new long[length];
        enabled = new boolean[length];
    }

    static Chunk of(List<HostView> hosts, List<Integer> kinds) {
        Chunk chunk = new Chunk(hosts.size());
        for (int i = 0; i < hosts.size(); i++) {
            chunk.set(i, hosts.get(i), kinds.get(i));
        }
        return chunk;
    }

    Chunk with(int index, HostView host, int kind) {
        Chunk copy = new Chunk(length);
        System.arraycopy(hosts, 0, copy.hosts, 0, length);
        System.arraycopy(kinds, 0, copy.kinds, 0, length);
        System.arraycopy(freeVcpus, 0, copy.freeVcpus, 0, length);
        System.arraycopy(freeRamMib, 0, copy.freeRamMib, 0, length);
        System.arraycopy(freeDiskGib, 0, copy.freeDiskGib, 0, length);
        System.arraycopy(load, 0, copy.load, 0, length);
        System.arraycopy(lastSeenMillis, 0, copy.lastSeenMillis, 0, length);
        System.arraycopy(enabled, 0, copy.enabled, 0, length);
        copy.set(index, host, kind);
        return copy;
    }

    private void set(int index, HostView host, int kind) {
        Need free = host.free();
        hosts[index] = host;
        kinds[index] = kind;
        freeVcpus[index] = free.vcpus();
        freeRamMib[index] = free.ramMib();
        freeDiskGib[index] = free.diskGib();
        load[index] = host.load();
        lastSeenMillis[index] = host.lastSeen().toEpochMilli();
        enabled[index] = host.enabled();
    }

    HostView at(int index) {
        return hosts[index];
    }

    /** {@link Filter#failures}, with the part of the kinds computed before. */
    int failures(Scan scan, int index) {
        int failures = scan.kindFailures[kinds[index]]
                | Filter.ofRoom(scan.need, freeVcpus[index], freeRamMib[index], freeDiskGib[index])
                | Filter.ofState(scan.aliveSinceMillis, lastSeenMillis[index], enabled[index]);
        return scan.byName ? failures | Filter.ofName(scan.ask, hosts[index].name()) : failures;
    }

    void widen(Scan scan, int index) {
        scan.widen(0, freeRamMib[index]);
        scan.widen(1, freeVcpus[index]);
        scan.widen(2, freeDiskGib[index]);
        scan.widen(3, -load[index]);
        scan.widen(4, scan.kvm[kinds[index]]);
        scan.widen(5, cached(scan, index));
    }

    double weight(Scan scan, double[] factors, int index) {
        return freeRamMib[index] * factors[0]
                + freeVcpus[index] * factors[1]
                + freeDiskGib[index] * factors[2]
                - load[index] * factors[3]
                + scan.kvm[kinds[index]] * factors[4]
                + cached(scan, index) * factors[5];
    }

    private double cached(Scan scan, int index) {
        UUID image = scan.ask.image();
        Set<UUID> images = hosts[index].images();
        return image != null && !images.isEmpty() && images.contains(image) ? 1 : 0;
    }
}
