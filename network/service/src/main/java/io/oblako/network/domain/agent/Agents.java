package io.oblako.network.domain.agent;

import java.util.List;

/** The hosts that are known now. */
@FunctionalInterface
public interface Agents {

    /** In order of their names. */
    List<Agent> all();
}
