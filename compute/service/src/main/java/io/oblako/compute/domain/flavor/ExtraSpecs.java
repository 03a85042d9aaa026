package io.oblako.compute.domain.flavor;

import io.oblako.kernel.error.CloudException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may stand in the extra specs of a flavor. Specs whose namespace is known are checked by value, so that a typing
 * error is found by the operator and not by tenants (security row CMP-11; Nova microversion 2.86).
 *
 * @see <a href="https://docs.openstack.org/nova/latest/configuration/extra-specs.html">Nova: flavor extra specs</a>
 */
public final class ExtraSpecs {

    /** Most specs of one flavor. */
    public static final int MOST = 128;

    private static final Set<String> CHECKED =
            Set.of("hw", "hw_rng", "hw_video", "quota", "trait", "resources", "os", "powervm", "vmware", "accel");
    private static final String BOOLEAN = "(?i)true|false|yes|no|on|off|1|0";
    private static final String WHOLE = "[0-9]{1,9}";
    private static final Map<Pattern, Pattern> RULES = Map.ofEntries(
            rule("hw:cpu_policy", "shared|dedicated|mixed"),
            rule("hw:cpu_thread_policy", "prefer|isolate|require"),
            rule("hw:cpu_(sockets|cores|threads|max_sockets|max_cores|max_threads)", "[1-9][0-9]{0,3}"),
            rule("hw:numa_nodes", "[1-9][0-9]{0,2}"),
            rule("hw:(numa_cpus|numa_mem)\\.[0-9]{1,2}", "[0-9,-]{1,64}"),
            rule("hw:mem_page_size", "small|large|any|[1-9][0-9]{0,7}(KB|MB|GB)?"),
            rule("hw:(watchdog_action)", "none|pause|poweroff|reset|disabled"),
            rule("hw:(boot_menu|mem_encryption|pmu|tpm_present|locked_memory|vif_multiqueue_enabled)", BOOLEAN),
            rule("hw:(serial_port_count|maxphysaddr_bits)", WHOLE),
            rule("hw:(cpu_realtime|emulator_threads_policy|cpu_realtime_mask|cpu_dedicated_mask)", "[a-z0-9,^-]{1,64}"),
            rule(
                    "hw:(tpm_model|tpm_version|machine_type|firmware_type|pci_numa_affinity_policy|maxphysaddr_mode|viommu_model"
                            + ")",
                    "[A-Za-z0-9._-]{1,64}"),
            rule("hw_rng:allowed", BOOLEAN),
            rule("hw_rng:(rate_bytes|rate_period)", WHOLE),
            rule("hw_video:ram_max_mb", WHOLE),
            rule(
                    "quota:(cpu_(limit|reservation|shares|shares_level|period)|memory_(limit|reservation|shares|shares_level)|disk_io_[a-z_]{1,32}|vif_[a-z_]{1,32}|(disk|vif)_[a-z_]{1,40}"
                            + ")",
                    "[A-Za-z0-9]{1,16}"),
            rule("quota:cpu_quota", "-1|[0-9]{1,9}"),
            rule("trait[0-9A-Za-z_-]{0,64}:[A-Z0-9_]{1,255}", "required|forbidden"),
            rule("resources[0-9A-Za-z_-]{0,64}:[A-Z0-9_]{1,255}", WHOLE),
            rule("os:(secure_boot)", "disabled|optional|required"),
            rule("accel:device_profile", "[A-Za-z0-9._-]{1,255}"));

    private ExtraSpecs() {}

    private static Map.Entry<Pattern, Pattern> rule(String key, String value) {
        return Map.entry(Pattern.compile(key), Pattern.compile(value));
    }

    /**
     * Refuses a spec of a known namespace that is unknown itself or has a value that cannot be.
     *
     * @throws CloudException INVALID_REQUEST naming the spec
     */
    public static void check(String key, String value) {
        int colon = key.indexOf(':');
        String namespace = colon < 0 ? "" : key.substring(0, colon).replaceAll("[0-9].*$", "");
        if (!CHECKED.contains(namespace)) {
            return;
        }
        for (Map.Entry<Pattern, Pattern> rule : RULES.entrySet()) {
            if (rule.getKey().matcher(key).matches()) {
                if (rule.getValue().matcher(value).matches()) {
                    return;
                }
                throw CloudException.badRequest(
                        "Validation failed; extra spec '%s' has a value that is not allowed: it must match %s"
                                .formatted(key, rule.getValue().pattern()));
            }
        }
        throw CloudException.badRequest(
                "Validation failed; extra spec '%s' does not appear to be a valid extra spec.".formatted(key));
    }
}
