package io.oblako.compute.domain.schedule;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says what to change when no host is valid: looks for the hosts that lack the least and tells what they lack. The
 * sentence is read by tenants, so it names no host.
 */
final class NearestFix {

    private NearestFix() {}

    static String of(Fleet fleet, Ask ask) {
        return "No valid host was found. " + fix(fleet, ask);
    }

    private static String fix(Fleet fleet, Ask ask) {
        if (fleet.size() == 0) {
            return "No hypervisor host has reported yet: start one, or try again in a few seconds.";
        }
        int fewest = Integer.MAX_VALUE;
        int nearest = 0;
        for (int i = 0; i < fleet.size(); i++) {
            int failures = Filter.failures(ask, fleet.at(i));
            int cost = cost(failures);
            if (cost < fewest) {
                fewest = cost;
                nearest = failures;
            }
        }
        return Filter.onlyRoom(nearest) ? room(fleet, ask, nearest) : property(fleet, ask, nearest);
    }

    /** What a tenant can change by choosing a smaller flavor is nearer than what only operators can change. */
    private static int cost(int failures) {
        int cost = 0;
        for (int rest = failures; rest != 0; rest &= rest - 1) {
            cost += switch (Filter.of(Integer.numberOfTrailingZeros(rest))) {
                case VCPUS, RAM, DISK -> 1;
                case ZONE, FORCED_HOST, REQUIRED_TRAITS, FORBIDDEN_TRAITS -> 4;
                case ARCHITECTURE, HYPERVISOR_TYPE, ENABLED, NOT_TRIED -> 8;
                case ALIVE -> 16;
            };
        }
        return cost;
    }

    private static String room(Fleet fleet, Ask ask, int failures) {
        if (Integer.bitCount(failures) > 1) {
            HostView host = roomiest(fleet, ask, Filter.RAM);
            return host == null
                    ? "No host has that much room: choose a smaller flavor."
                    : "The host with the most memory has %d vCPUs, %d MiB of memory and %d GiB of disk free; choose a flavor within that."
                            .formatted(
                                    host.free().vcpus(),
                                    host.free().ramMib(),
                                    host.free().diskGib());
        }
        Filter lacking = Filter.of(Integer.numberOfTrailingZeros(failures));
        HostView host = roomiest(fleet, ask, lacking);
        int free = host == null ? 0 : Math.max(0, free(host, lacking));
        return switch (lacking) {
            case VCPUS ->
                "The largest free host has %d vCPUs left; choose a flavor with ≤ %d vCPUs.".formatted(free, free);
            case RAM ->
                "The largest free host has %d MiB of memory left; choose a flavor with ≤ %d MiB.".formatted(free, free);
            case DISK ->
                "The largest free host has %d GiB of disk left; choose a flavor with ≤ %d GiB of disks in all."
                        .formatted(free, free);
            case ALIVE,
                    ENABLED,
                    NOT_TRIED,
                    FORCED_HOST,
                    ZONE,
                    ARCHITECTURE,
                    HYPERVISOR_TYPE,
                    REQUIRED_TRAITS,
                    FORBIDDEN_TRAITS -> throw new IllegalStateException(lacking + " is no room");
        };
    }

    /** The host that lacks nothing but room and has the most of this; absent when there is none. */
    private static @Nullable HostView roomiest(Fleet fleet, Ask ask, Filter resource) {
        HostView best = null;
        for (int i = 0; i < fleet.size(); i++) {
            HostView host = fleet.at(i);
            int failures = Filter.failures(ask, host);
            boolean nearer = failures == 0 || Filter.onlyRoom(failures);
            if (nearer && (best == null || free(host, resource) > free(best, resource))) {
                best = host;
            }
        }
        return best;
    }

    private static int free(HostView host, Filter resource) {
        return switch (resource) {
            case VCPUS -> host.free().vcpus();
            case RAM -> host.free().ramMib();
            case DISK -> host.free().diskGib();
            case ALIVE,
                    ENABLED,
                    NOT_TRIED,
                    FORCED_HOST,
                    ZONE,
                    ARCHITECTURE,
                    HYPERVISOR_TYPE,
                    REQUIRED_TRAITS,
                    FORBIDDEN_TRAITS -> 0;
        };
    }

    private static String property(Fleet fleet, Ask ask, int failures) {
        Filter first = Filter.of(Integer.numberOfTrailingZeros(failures));
        return switch (first) {
            case ALIVE ->
                "No host that would fit is running at the moment: try again when the operator has brought one back.";
            case ENABLED -> "The hosts that would fit are closed for maintenance: try again later.";
            case NOT_TRIED ->
                "Every host that would fit was tried and failed; the fault of the first attempt says why.";
            case FORCED_HOST ->
                "The host %s that was asked for is unknown or does not fit: name another one, or none."
                        .formatted(ask.host());
            case ZONE ->
                "Availability zone %s has no host that fits; hosts outside of it do: choose %s."
                        .formatted(ask.zone(), zones(fleet, ask));
            case ARCHITECTURE ->
                "The image needs hosts of architecture %s and there is none: use an image for %s."
                        .formatted(ask.architecture(), fleet.at(0).kind().architecture());
            case HYPERVISOR_TYPE ->
                "The image needs hypervisor %s and there is none: change img_hv_type of the image."
                        .formatted(ask.hypervisorType());
            case REQUIRED_TRAITS ->
                "No host has all traits that are required (%s): choose a flavor or image without them."
                        .formatted(String.join(", ", new TreeSet<>(ask.required())));
            case FORBIDDEN_TRAITS ->
                "Every host has one of the traits that are forbidden (%s): choose another flavor or image."
                        .formatted(String.join(", ", new TreeSet<>(ask.forbidden())));
            case VCPUS, RAM, DISK ->
                room(fleet, ask, failures & (Filter.VCPUS.bit() | Filter.RAM.bit() | Filter.DISK.bit()));
        };
    }

    private static String zones(Fleet fleet, Ask ask) {
        TreeSet<String> zones = new TreeSet<>();
        for (int i = 0; i < fleet.size() && zones.size() < 10; i++) {
            if (Filter.failures(ask, fleet.at(i)) == Filter.ZONE.bit()) {
                zones.add(fleet.at(i).kind().zone());
            }
        }
        return zones.isEmpty() ? "none" : String.join(" or ", zones);
    }
}
