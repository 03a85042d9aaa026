package io.oblako.kernel.saga;

/**
 * Why a saga turned back.
 *
 * @param step the step that could not be done
 * @param code a word for programs: an error code, {@link #DEADLINE} or {@link #CANCELLED}
 * @param message a sentence that the tenant may see
 */
public record SagaFailure(String step, String code, String message) {

    public static final String DEADLINE = "DEADLINE";
    public static final String CANCELLED = "CANCELLED";

    public boolean cancelled() {
        return code.equals(CANCELLED);
    }
}
