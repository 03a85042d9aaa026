package io.oblako.network.domain.share;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.share.Shares.Action;
import java.util.UUID;

/**
 * Lets a project use what is not its own.
 *
 * @param kind of the object
 * @param target a project, or {@link Shares#EVERYBODY}
 */
public record RbacPolicy(Standard standard, Kind kind, UUID object, Action action, String target)
        implements Resource<RbacPolicy> {

    @Override
    public RbacPolicy with(Standard next) {
        return new RbacPolicy(next, kind, object, action, target);
    }

    RbacPolicy to(String next) {
        return new RbacPolicy(standard, kind, object, action, next);
    }
}
