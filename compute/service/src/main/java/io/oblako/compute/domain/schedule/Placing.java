package io.oblako.compute.domain.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What the scheduler found.
 *
 * @param chosen absent when no host passes
 * @param passed number of hosts that passed
 * @param rejections hosts refused by each filter, by its ordinal
 * @param lows least raw value of each weigher over the hosts that passed, {@code highs} the greatest
 */
@SuppressWarnings("ArrayRecordComponent") // made and read within one placement, never compared
record Placing(@Nullable HostView chosen, int passed, int[] rejections, double[] lows, double[] highs) {}
