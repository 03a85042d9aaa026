package io.oblako.kernel.page;

/** One key of an order. The key is one that the list allows, never a caller's text. */
public record Sort(String key, boolean ascending) {}
