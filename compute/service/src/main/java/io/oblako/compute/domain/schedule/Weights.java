package io.oblako.compute.domain.schedule;

import java.util.Map;

/**
 * How much each property counts when several hosts pass. Each is scaled to 0…1 over the hosts that passed, as Nova does,
 * and multiplied; the largest sum wins. A negative multiplier stacks instead of spreading.
 *
 * @param ioLoad servers being built and load average; more is worse
 * @param accelerator kvm before tcg
 * @param image hosts that have the image before those that must fetch it
 */
public record Weights(double ram, double vcpus, double disk, double ioLoad, double accelerator, double image) {

    public static final Weights STANDARD = new Weights(1, 1, 0.5, 1, 2, 0.5);

    static final int COUNT = 6;

    /** The property of a host before scaling; more is better. */
    static double raw(int weigher, Ask ask, HostView host) {
        return switch (weigher) {
            case 0 -> host.free().ramMib();
            case 1 -> host.free().vcpus();
            case 2 -> host.free().diskGib();
            case 3 -> -host.load();
            case 4 -> host.kind().kvm() ? 1 : 0;
            case 5 -> ask.image() != null && host.images().contains(ask.image()) ? 1 : 0;
            default -> throw new IllegalArgumentException("There are " + COUNT + " weighers");
        };
    }

    double multiplier(int weigher) {
        return switch (weigher) {
            case 0 -> ram;
            case 1 -> vcpus;
            case 2 -> disk;
            case 3 -> ioLoad;
            case 4 -> accelerator;
            case 5 -> image;
            default -> throw new IllegalArgumentException("There are " + COUNT + " weighers");
        };
    }

    static String word(int weigher) {
        return switch (weigher) {
            case 0 -> "ram";
            case 1 -> "vcpus";
            case 2 -> "disk";
            case 3 -> "io_load";
            case 4 -> "accelerator";
            case 5 -> "image_cached";
            default -> throw new IllegalArgumentException("There are " + COUNT + " weighers");
        };
    }

    /** Multipliers by word, for explanations. */
    public Map<String, Double> byWord() {
        return Map.of(
                word(0), ram, word(1), vcpus, word(2), disk, word(3), ioLoad, word(4), accelerator, word(5), image);
    }
}
