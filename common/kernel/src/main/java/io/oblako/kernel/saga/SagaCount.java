package io.oblako.kernel.saga;

/**
 * How many sagas of a kind are in a state that is no end.
 *
 * @param overdue those of them whose deadline is over: undoing has none, but operators want to know
 */
public record SagaCount(String name, SagaState state, int sagas, int overdue) {}
