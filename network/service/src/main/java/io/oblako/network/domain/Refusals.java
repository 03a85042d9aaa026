package io.oblako.network.domain;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import java.util.function.Consumer;

/** What it says about an order that something refused to be done. */
public final class Refusals {

    private Refusals() {}

    /** What another request did at the same moment says nothing about the order: the consumer repeats it. */
    private static boolean mayBeRepeated(CloudException refused) {
        return refused.code() == CommonError.STALE || refused.code() == CommonError.CONFLICT;
    }

    /**
     * Does what was ordered. When it cannot be, the order is void, and whoever waits is told why, or how it is instead.
     *
     * @throws CloudException when the order may be repeated
     */
    public static void voiding(Runnable ordered, Consumer<CloudException> told) {
        try {
            ordered.run();
        } catch (CloudException refused) {
            if (mayBeRepeated(refused)) {
                throw refused;
            }
            told.accept(refused);
        }
    }
}
