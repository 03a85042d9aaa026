package io.oblako.compute.api.quota;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.quota.Resource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Which resources a quota document has: those of networks until 2.35 (until 2.50 in class sets only by 2.49), injected
 * files until 2.56, server groups always in sets and since 2.50 in class sets.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#quota-sets-os-quota-sets">Compute API: quota sets</a>
 */
final class QuotaView {

    static final int WITHOUT_NETWORKS = 36;
    static final int WITHOUT_FILES = 57;
    static final int CLASS_WITHOUT_NETWORKS = 50;

    /** Quotas of the network service that old clients read here: no limit, as compute has none of them. */
    static final Map<String, Integer> NETWORKS = new TreeMap<>(
            Map.of("fixed_ips", -1, "floating_ips", -1, "security_groups", -1, "security_group_rules", -1));

    private static final Set<Resource> FILES =
            Set.of(Resource.INJECTED_FILES, Resource.INJECTED_FILE_CONTENT_BYTES, Resource.INJECTED_FILE_PATH_BYTES);
    private static final Set<Resource> GROUPS = Set.of(Resource.SERVER_GROUPS, Resource.SERVER_GROUP_MEMBERS);

    private QuotaView() {}

    static boolean shown(Resource resource, int minor) {
        return minor < WITHOUT_FILES || !FILES.contains(resource);
    }

    static boolean networksShown(int minor) {
        return minor < WITHOUT_NETWORKS;
    }

    static void set(JsonOut out, Map<Resource, Integer> limits, int minor) {
        each(limits, minor, out::number);
        if (networksShown(minor)) {
            NETWORKS.forEach(out::number);
        }
    }

    static void classSet(JsonOut out, Map<Resource, Integer> limits, int minor) {
        limits.forEach((resource, limit) -> {
            boolean hiddenGroup = GROUPS.contains(resource) && minor < CLASS_WITHOUT_NETWORKS;
            if (shown(resource, minor) && !hiddenGroup) {
                out.number(resource.word(), limit);
            }
        });
        if (minor < CLASS_WITHOUT_NETWORKS) {
            NETWORKS.forEach(out::number);
        }
    }

    static void detail(JsonOut out, Map<Resource, Integer> limits, Map<Resource, Long> usage, int minor) {
        limits.forEach((resource, limit) -> {
            if (shown(resource, minor)) {
                line(out, resource.word(), limit, usage.getOrDefault(resource, 0L));
            }
        });
        if (networksShown(minor)) {
            NETWORKS.forEach((word, limit) -> line(out, word, limit, 0));
        }
    }

    private static void line(JsonOut out, String word, int limit, long used) {
        out.object(
                word, line -> line.number("limit", limit).number("in_use", used).number("reserved", 0));
    }

    private static void each(Map<Resource, Integer> limits, int minor, BiConsumer<String, Long> write) {
        limits.forEach((resource, limit) -> {
            if (shown(resource, minor)) {
                write.accept(resource.word(), (long) limit);
            }
        });
    }
}
