package io.oblako.identity.domain.people;

import io.oblako.identity.domain.IdentityError;
import io.oblako.kernel.error.CloudException;

/** Makes, changes and removes groups and their members, at the log-in server and in the mirror. */
public final class ManageGroups {

    private final LoginServer loginServer;
    private final People people;
    private final MirrorGroups mirror;

    public ManageGroups(LoginServer loginServer, People people, MirrorGroups mirror) {
        this.loginServer = loginServer;
        this.people = people;
        this.mirror = mirror;
    }

    /** @param wanted without an id */
    public Group create(Group wanted) {
        requireFree(wanted);
        String id = loginServer.createGroup(wanted);
        Group made = wanted.withId(id);
        try {
            people.addGroup(made);
        } catch (RuntimeException e) {
            loginServer.removeGroup(id);
            throw e;
        }
        return made;
    }

    public Group update(Group before, Group after) {
        if (!before.name().equals(after.name())) {
            requireFree(after);
        }
        loginServer.saveGroup(after);
        people.saveGroup(after);
        return after;
    }

    /** Members keep nothing of what the group gave them. */
    public void delete(Group group) {
        loginServer.removeGroup(group.id());
        mirror.forget(group.id());
    }

    public void join(Group group, User user) {
        loginServer.join(group.id(), user.id());
        people.join(group.id(), user.id());
    }

    public void leave(Group group, User user) {
        loginServer.leave(group.id(), user.id());
        mirror.leave(group.id(), user.id());
    }

    private void requireFree(Group group) {
        if (people.groupByName(group.domainId(), group.name()).isPresent()) {
            throw new CloudException(
                    IdentityError.NAME_TAKEN,
                    "Conflict occurred attempting to store group - Duplicate entry found with name %s."
                            .formatted(group.name()));
        }
    }
}
