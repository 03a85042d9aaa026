package io.oblako.image.api;

import io.oblako.image.domain.catalog.Visibility;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.policy.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.function.Consumer;

/** Whether the caller may show an image to others: one row of the policy for each way. */
@ApplicationScoped
class VisibilityRights implements Consumer<Visibility> {

    static final String PUBLICIZE = "image:images:publicize";
    static final String COMMUNITIZE = "image:images:communitize";

    /** Operations that are decided in here and belong to no route. */
    static final Set<String> OPERATIONS = Set.of(PUBLICIZE, COMMUNITIZE);

    private final Policy policy;
    private final CurrentCaller caller;

    VisibilityRights(Policy policy, CurrentCaller caller) {
        this.policy = policy;
        this.caller = caller;
    }

    @Override
    public void accept(Visibility wanted) {
        switch (wanted) {
            case PUBLIC -> policy.require(caller.get(), PUBLICIZE);
            case COMMUNITY -> policy.require(caller.get(), COMMUNITIZE);
            case PRIVATE, SHARED -> {}
        }
    }
}
