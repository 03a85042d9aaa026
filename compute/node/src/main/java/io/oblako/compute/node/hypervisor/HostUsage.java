package io.oblako.compute.node.hypervisor;

/**
 * What is taken on a machine.
 *
 * @param guests running ones
 * @param freeDiskGib what the file system of the disks has left
 */
public record HostUsage(int guests, int usedRamMib, int freeDiskGib, double loadAverage, long uptimeSeconds) {}
