package io.oblako.compute.domain.schedule;

import io.oblako.compute.domain.server.FindServer;
import io.oblako.kernel.token.Caller;
import java.util.List;
import java.util.UUID;

/** Tells the owner of a server, with hosts anonymised, and administrators in full, why it is where it is. */
public final class ExplainPlacement {

    private final FindServer find;
    private final PlacementExplanations explanations;

    public ExplainPlacement(FindServer find, PlacementExplanations explanations) {
        this.find = find;
        this.explanations = explanations;
    }

    /** Youngest first; empty while none was made. */
    public List<PlacementExplanation> of(Caller caller, UUID server) {
        find.findEvenDeleted(caller, server);
        List<PlacementExplanation> all = explanations.of(server);
        return caller.isAdmin()
                ? all
                : all.stream().map(PlacementExplanation::anonymised).toList();
    }
}
