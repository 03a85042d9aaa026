package io.oblako.compute.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a host must fulfil. Each filter is one bit, so that what a host lacks is one number and a scan over ten thousand
 * hosts allocates nothing.
 */
public enum Filter {
    /** Its heartbeats arrive. */
    ALIVE,
    /** No administrator takes it out of scheduling. */
    ENABLED,
    /** It was not tried before for this server. */
    NOT_TRIED,
    FORCED_HOST,
    ZONE,
    ARCHITECTURE,
    HYPERVISOR_TYPE,
    REQUIRED_TRAITS,
    FORBIDDEN_TRAITS,
    VCPUS,
    RAM,
    DISK;

    private static final Filter[] ALL = values();
    private static final int ALIVE_BIT = ALIVE.bit();
    private static final int ENABLED_BIT = ENABLED.bit();
    private static final int VCPUS_BIT = VCPUS.bit();
    private static final int RAM_BIT = RAM.bit();
    private static final int DISK_BIT = DISK.bit();
    private static final int RESOURCES = VCPUS_BIT | RAM_BIT | DISK_BIT;

    /** The bit of this filter in {@link #failures}. */
    @SuppressWarnings("EnumOrdinal") // bits live within one scan, no longer
    public int bit() {
        return 1 << ordinal();
    }

    /** The bits of the filters that refuse the host; 0 when it passes. */
    static int failures(Ask ask, HostView host) {
        Need free = host.free();
        return ofKind(ask, host.kind())
                | ofRoom(ask.need(), free.vcpus(), free.ramMib(), free.diskGib())
                | ofState(ask.aliveSince().toEpochMilli(), host.lastSeen().toEpochMilli(), host.enabled())
                | ofName(ask, host.name());
    }

    static int ofRoom(Need need, int freeVcpus, int freeRamMib, int freeDiskGib) {
        return (need.vcpus() > freeVcpus ? VCPUS_BIT : 0)
                | (need.ramMib() > freeRamMib ? RAM_BIT : 0)
                | (need.diskGib() > freeDiskGib ? DISK_BIT : 0);
    }

    static int ofState(long aliveSinceMillis, long lastSeenMillis, boolean enabled) {
        return (lastSeenMillis < aliveSinceMillis ? ALIVE_BIT : 0) | (enabled ? 0 : ENABLED_BIT);
    }

    static int ofName(Ask ask, String name) {
        return (ask.not().contains(name) ? NOT_TRIED.bit() : 0)
                | (ask.host() != null && !ask.host().equals(name) ? FORCED_HOST.bit() : 0);
    }

    static int ofKind(Ask ask, HostKind kind) {
        int failed = 0;
        if (ask.zone() != null && !ask.zone().equals(kind.zone())) {
            failed |= ZONE.bit();
        }
        if (ask.architecture() != null && !ask.architecture().equals(kind.architecture())) {
            failed |= ARCHITECTURE.bit();
        }
        if (ask.hypervisorType() != null && !ask.hypervisorType().equalsIgnoreCase(kind.hypervisorType())) {
            failed |= HYPERVISOR_TYPE.bit();
        }
        if (!kind.traits().containsAll(ask.required())) {
            failed |= REQUIRED_TRAITS.bit();
        }
        if (ask.forbidden().stream().anyMatch(kind.traits()::contains)) {
            failed |= FORBIDDEN_TRAITS.bit();
        }
        return failed;
    }

    /** Whether only room is lacking. */
    static boolean onlyRoom(int failures) {
        return failures != 0 && (failures & ~RESOURCES) == 0;
    }

    static boolean in(int failures, Filter filter) {
        return (failures & filter.bit()) != 0;
    }

    static Filter of(int index) {
        return ALL[index];
    }

    static int count() {
        return ALL.length;
    }

    /** The word in explanations, for example {@code forced_host}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the request asked for what this filter checks; the others are left out of explanations. */
    boolean asked(Ask ask) {
        return switch (this) {
            case ALIVE, ENABLED, VCPUS, RAM, DISK -> true;
            case NOT_TRIED -> !ask.not().isEmpty();
            case FORCED_HOST -> ask.host() != null;
            case ZONE -> ask.zone() != null;
            case ARCHITECTURE -> ask.architecture() != null;
            case HYPERVISOR_TYPE -> ask.hypervisorType() != null;
            case REQUIRED_TRAITS -> !ask.required().isEmpty();
            case FORBIDDEN_TRAITS -> !ask.forbidden().isEmpty();
        };
    }

    String needed(Ask ask) {
        return switch (this) {
            case ALIVE -> "heard of";
            case ENABLED -> "enabled";
            case NOT_TRIED -> "not tried before";
            case FORCED_HOST -> "the host asked for";
            case ZONE -> String.valueOf(ask.zone());
            case ARCHITECTURE -> String.valueOf(ask.architecture());
            case HYPERVISOR_TYPE -> String.valueOf(ask.hypervisorType());
            case REQUIRED_TRAITS -> words(ask.required());
            case FORBIDDEN_TRAITS -> "none of " + words(ask.forbidden());
            case VCPUS -> ask.need().vcpus() + " vCPUs";
            case RAM -> ask.need().ramMib() + " MiB";
            case DISK -> ask.need().diskGib() + " GiB";
        };
    }

    String there(Ask ask, HostView host) {
        return switch (this) {
            case ALIVE -> heard(ask.aliveSince(), host.lastSeen());
            case ENABLED -> host.enabled() ? "enabled" : "disabled";
            case NOT_TRIED -> ask.not().contains(host.name()) ? "tried before" : "not tried before";
            case FORCED_HOST -> host.name().equals(ask.host()) ? "the host asked for" : "another host";
            case ZONE -> host.kind().zone();
            case ARCHITECTURE -> host.kind().architecture();
            case HYPERVISOR_TYPE -> host.kind().hypervisorType();
            case REQUIRED_TRAITS -> words(common(ask.required(), host.kind().traits()));
            case FORBIDDEN_TRAITS -> words(common(ask.forbidden(), host.kind().traits()));
            case VCPUS -> host.free().vcpus() + " vCPUs free";
            case RAM -> host.free().ramMib() + " MiB free";
            case DISK -> host.free().diskGib() + " GiB free";
        };
    }

    private static String heard(Instant aliveSince, Instant lastSeen) {
        return lastSeen.isBefore(aliveSince)
                ? "silent for more than %d s"
                        .formatted(Duration.between(lastSeen, aliveSince).toSeconds())
                : "heard of";
    }

    private static Set<String> common(Set<String> wanted, Set<String> there) {
        Set<String> both = new TreeSet<>(wanted);
        both.retainAll(there);
        return both;
    }

    private static String words(Set<String> traits) {
        return traits.isEmpty() ? "none" : String.join(", ", new TreeSet<>(traits));
    }
}
