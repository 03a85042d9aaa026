package io.oblako.network.domain.share;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Resource;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What is shared with whom: the rows behind {@code shared}, {@code router:external} and RBAC policies. A row says that
 * the target project may do the action with the object; {@link #EVERYBODY} stands for all projects.
 */
public interface Shares {

    String EVERYBODY = "*";

    /** What a target may do. */
    enum Action {
        /** Use it as if it were its own, without changing it. */
        ACCESS_AS_SHARED,
        /** Take floating IPs and gateways from the network. */
        ACCESS_AS_EXTERNAL;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Adds or removes the row for everybody; rows of single projects stay. */
    void everybody(Kind kind, UUID object, String owner, Action action, boolean wanted);

    /** The same for what others may use as if it were theirs. */
    default void everybody(Kind kind, Resource<?> object, Set<String> targets) {
        everybody(kind, object.id(), object.project().value(), Action.ACCESS_AS_SHARED, targets.contains(EVERYBODY));
    }

    /** What a set of targets becomes when the flag that stands for everybody is set or cleared. */
    static Set<String> everybody(Set<String> before, boolean given, boolean wanted) {
        Set<String> next = new TreeSet<>(before);
        if (given && wanted) {
            next.add(EVERYBODY);
        }
        if (given && !wanted) {
            next.remove(EVERYBODY);
        }
        return next;
    }
}
