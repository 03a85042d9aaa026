package io.oblako.compute.domain.quota;

import io.oblako.compute.domain.flavor.Flavor;

/** What servers use of a project's quota. */
public record ServerUse(int instances, int cores, int ramMib) {

    public static ServerUse of(Flavor flavor) {
        return new ServerUse(1, flavor.vcpus(), flavor.ramMib());
    }

    public ServerUse times(int count) {
        return new ServerUse(
                Math.multiplyExact(instances, count),
                Math.multiplyExact(cores, count),
                Math.multiplyExact(ramMib, count));
    }

    /** What has to be added to this to get the other; negative where the other is smaller. */
    public ServerUse to(ServerUse other) {
        return new ServerUse(other.instances - instances, other.cores - cores, other.ramMib - ramMib);
    }

    public ServerUse negated() {
        return new ServerUse(-instances, -cores, -ramMib);
    }
}
