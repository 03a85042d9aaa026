package io.oblako.compute.node.cgroup;

/**
 * What all processes of one guest together may take of their host.
 *
 * @param memoryBytes of memory, the page cache of its disks included, which is given back first
 * @param processes processes and threads
 * @param vcpus when processor time is scarce, a guest gets a share for each; never more than the time of one more than these,
 *     which is for what its hypervisor does beside them
 */
public record GuestLimits(long memoryBytes, int processes, int vcpus) {

    public GuestLimits {
        if (memoryBytes < 1 || processes < 1 || vcpus < 1) {
            throw new IllegalArgumentException("A guest needs some memory, a process and a processor");
        }
    }
}
