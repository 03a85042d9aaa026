package io.oblako.compute.domain.schedule;

import java.util.Set;

/** What many hosts have in common; the scheduler compares it once for all of them. */
public record HostKind(
        String zone, String architecture, String hypervisorType, String accelerator, Set<String> traits) {

    public HostKind {
        traits = Set.copyOf(traits);
    }

    boolean kvm() {
        return accelerator.equals("kvm");
    }
}
