package io.oblako.compute.domain.schedule;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.server.BootImage;

/** What a server takes of its host: whole virtual processors, MiB of memory, GiB of disk. */
public record Need(int vcpus, int ramMib, int diskGib) {

    private static final int MIB_PER_GIB = 1024;
    private static final long BYTES_PER_GIB = 1L << 30;

    public static final Need NOTHING = new Need(0, 0, 0);
    /** More than any host has: a capacity that refuses nothing. */
    public static final Need ENDLESS = new Need(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** A root disk of size 0 is as large as the image's disk. */
    public static Need of(Flavor flavor, BootImage image) {
        int root = flavor.diskGib() > 0 ? flavor.diskGib() : gib(image.virtualBytes(), BYTES_PER_GIB);
        return new Need(
                flavor.vcpus(), flavor.ramMib(), root + flavor.ephemeralGib() + gib(flavor.swapMib(), MIB_PER_GIB));
    }

    private static int gib(long amount, long perGib) {
        return Math.toIntExact((amount + perGib - 1) / perGib);
    }

    public Need plus(Need other) {
        return new Need(vcpus + other.vcpus, ramMib + other.ramMib, diskGib + other.diskGib);
    }

    public Need minus(Need other) {
        return new Need(vcpus - other.vcpus, ramMib - other.ramMib, diskGib - other.diskGib);
    }

    /** The larger of both in each respect. */
    public Need max(Need other) {
        return new Need(Math.max(vcpus, other.vcpus), Math.max(ramMib, other.ramMib), Math.max(diskGib, other.diskGib));
    }
}
