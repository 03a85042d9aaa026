package io.oblako.identity.domain.people;

import io.oblako.identity.domain.role.Assignment.Actor;
import io.oblako.identity.domain.role.AssignmentFilter;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.tx.Transactions;
import java.util.Optional;

/** Makes the mirror of one user equal to the log-in server, whoever changed what there. */
public final class Mirror {

    private final LoginServer loginServer;
    private final People people;
    private final Roles roles;
    private final Revoker revoker;
    private final Transactions transactions;

    public Mirror(LoginServer loginServer, People people, Roles roles, Revoker revoker, Transactions transactions) {
        this.loginServer = loginServer;
        this.people = people;
        this.roles = roles;
        this.revoker = revoker;
        this.transactions = transactions;
    }

    /** Reads the user at the log-in server and takes over what differs. Opens a transaction of its own. */
    public void refresh(String userId) {
        Optional<User> original = loginServer.find(userId);
        transactions.run(() -> original.ifPresentOrElse(this::take, () -> forget(userId)));
    }

    /** Takes over a user as the log-in server has them. In a transaction. */
    public void take(User original) {
        Optional<User> known = people.user(original.id());
        if (known.isEmpty()) {
            people.addUser(original);
            return;
        }
        if (!known.get().equals(original)) {
            people.saveUser(original);
            if (known.get().enabled() && !original.enabled()) {
                revoker.user(original.id());
            }
        }
    }

    /** The user is gone: so are their roles and tokens. In a transaction. */
    public void forget(String userId) {
        if (people.user(userId).isPresent()) {
            revoker.user(userId);
            roles.unassignAll(AssignmentFilter.of(Actor.user(userId)));
            people.removeUser(userId);
        }
    }
}
