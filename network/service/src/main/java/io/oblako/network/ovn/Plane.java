package io.oblako.network.ovn;

/** Whether there is a data plane. Without one nobody would ever remove a mark. */
public record Plane(boolean there) {}
