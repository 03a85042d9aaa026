package io.oblako.compute.node.qemu;

import io.oblako.compute.node.hypervisor.HostFacts;
import io.oblako.compute.node.qemu.DomainSpec.Accelerator;
import io.oblako.kernel.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the machine what it is. */
final class HostInspection {

    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)\\.(\\d+)");
    private static final long GIB = 1L << 30;

    /** Features that the scheduler may be asked for, by the kernel's name of the flag. */
    private static final Map<String, String> TRAITS = Map.of(
            "sse4_1", "HW_CPU_X86_SSE41",
            "sse4_2", "HW_CPU_X86_SSE42",
            "ssse3", "HW_CPU_X86_SSSE3",
            "aes", "HW_CPU_X86_AESNI",
            "avx", "HW_CPU_X86_AVX",
            "avx2", "HW_CPU_X86_AVX2",
            "avx512f", "HW_CPU_X86_AVX512F",
            "vmx", "HW_CPU_X86_VMX",
            "svm", "HW_CPU_X86_SVM");

    /** What the processor model of {@link QemuArguments} has under emulation, whatever the host has. */
    private static final Set<String> EMULATED = Set.of("HW_CPU_X86_SSSE3", "HW_CPU_X86_SSE41", "HW_CPU_X86_SSE42");

    private HostInspection() {}

    /** QEMU's version as Nova writes it, 7002022 for 7.2.22. */
    static int qemuVersion() {
        Processes.Result result = Processes.run(List.of(QemuArguments.QEMU, "--version"), Duration.ofSeconds(10));
        Matcher version = VERSION.matcher(result.output());
        if (!result.ok() || !version.find()) {
            throw new IllegalStateException("QEMU does not say its version: " + result.output());
        }
        return Integer.parseInt(version.group(1)) * 1_000_000
                + Integer.parseInt(version.group(2)) * 1_000
                + Integer.parseInt(version.group(3));
    }

    /** Changes with each boot of the machine. */
    static String bootId() {
        return read(Path.of("/proc/sys/kernel/random/boot_id")).trim();
    }

    static String kernel() {
        return read(Path.of("/proc/sys/kernel/osrelease")).trim();
    }

    /**
     * What the machine is.
     *
     * @param vcpus offered instead of the machine's own; 0 for these; ramMib and diskGib likewise
     */
    static HostFacts facts(int vcpus, int ramMib, int diskGib, Path disks, Accelerator accelerator, int version) {
        int processors = vcpus > 0 ? vcpus : Runtime.getRuntime().availableProcessors();
        Map<String, String> cpu = cpu();
        Set<String> flags = Set.of(cpu.getOrDefault("flags", "").split(" "));
        Set<String> traits = new TreeSet<>();
        traits.add(accelerator == Accelerator.KVM ? "COMPUTE_ACCEL_KVM" : "COMPUTE_ACCEL_TCG");
        if (accelerator == Accelerator.KVM) {
            TRAITS.forEach((flag, trait) -> {
                if (flags.contains(flag)) {
                    traits.add(trait);
                }
            });
        } else {
            traits.addAll(EMULATED);
        }
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("arch", "x86_64");
        info.put("model", cpu.getOrDefault("model name", "unknown"));
        info.put("vendor", cpu.getOrDefault("vendor_id", "unknown"));
        info.put("features", flags.stream().sorted().toList());
        info.put("topology", Map.of("cells", 1, "sockets", 1, "cores", processors, "threads", 1));
        return new HostFacts(
                processors,
                ramMib > 0 ? ramMib : memoryMib(),
                diskGib > 0 ? diskGib : gib(disks, true),
                "x86_64",
                accelerator == Accelerator.KVM ? "kvm" : "tcg",
                traits,
                "QEMU",
                version,
                info);
    }

    static int freeGib(Path disks) {
        return gib(disks, false);
    }

    static double loadAverage() {
        return Double.parseDouble(read(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    static long uptimeSeconds() {
        return (long) Double.parseDouble(read(Path.of("/proc/uptime")).split(" ")[0]);
    }

    private static int gib(Path disks, boolean total) {
        try {
            var store = Files.getFileStore(disks);
            return (int) Math.min(Integer.MAX_VALUE, (total ? store.getTotalSpace() : store.getUsableSpace()) / GIB);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int memoryMib() {
        String line = read(Path.of("/proc/meminfo")).lines().findFirst().orElse("");
        return Integer.parseInt(line.replaceAll("[^0-9]", "")) / 1024;
    }

    private static Map<String, String> cpu() {
        Map<String, String> first = new LinkedHashMap<>();
        for (String line : Arrays.asList(read(Path.of("/proc/cpuinfo")).split("\n"))) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                first.putIfAbsent(
                        line.substring(0, colon).trim(),
                        line.substring(colon + 1).trim());
            }
        }
        return first;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
