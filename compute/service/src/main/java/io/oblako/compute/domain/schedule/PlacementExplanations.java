package io.oblako.compute.domain.schedule;

import java.util.List;
import java.util.UUID;

/** Explanations of past placements. Joins the transaction of the calling thread. */
public interface PlacementExplanations {

    /** Youngest first, at most 10 per server. */
    List<PlacementExplanation> of(UUID server);

    void add(PlacementExplanation explanation);
}
