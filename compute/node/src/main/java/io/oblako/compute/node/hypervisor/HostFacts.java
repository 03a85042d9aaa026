package io.oblako.compute.node.hypervisor;

import java.util.Map;
import java.util.Set;

/**
 * What a machine is.
 *
 * @param vcpus physical, before allocation ratios; ramMib and diskGib likewise
 * @param accelerator kvm, tcg or simulated
 * @param hypervisorVersion as Nova's integer, 7002022 for 7.2.22
 * @param cpuInfo Nova's cpu_info document
 */
public record HostFacts(
        int vcpus,
        int ramMib,
        int diskGib,
        String architecture,
        String accelerator,
        Set<String> traits,
        String hypervisorType,
        int hypervisorVersion,
        Map<String, Object> cpuInfo) {

    public HostFacts {
        traits = Set.copyOf(traits);
        cpuInfo = Map.copyOf(cpuInfo);
    }
}
