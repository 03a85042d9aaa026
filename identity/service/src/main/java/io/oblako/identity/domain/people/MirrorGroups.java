package io.oblako.identity.domain.people;

import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment;
import io.oblako.identity.domain.role.Assignment.Actor;
import io.oblako.identity.domain.role.AssignmentFilter;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.tx.Transactions;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the mirror of groups and of who is in them equal to the log-in server, whoever changed what there; whoever loses a
 * group loses the tokens that rest on its roles. The mirror is always read before the log-in server: what we change
 * ourselves is changed there first, so a difference that is seen is one that somebody else made.
 */
public final class MirrorGroups {

    private final LoginServer loginServer;
    private final People people;
    private final Projects projects;
    private final Roles roles;
    private final Mirror users;
    private final Revoker revoker;
    private final Transactions transactions;

    public MirrorGroups(
            LoginServer loginServer,
            People people,
            Projects projects,
            Roles roles,
            Mirror users,
            Revoker revoker,
            Transactions transactions) {
        this.loginServer = loginServer;
        this.people = people;
        this.projects = projects;
        this.roles = roles;
        this.users = users;
        this.revoker = revoker;
        this.transactions = transactions;
    }

    /** Reads the group at the log-in server and takes over what differs. Opens transactions of its own. */
    public void refresh(String groupId) {
        Optional<String> name = loginServer.groupName(groupId);
        transactions.run(() -> name.ifPresentOrElse(found -> take(groupId, found), () -> forget(groupId)));
    }

    /** Takes over a group as the log-in server names it; what else is known of it is known here alone. In a transaction. */
    public void take(String groupId, String nameThere) {
        GroupName name = GroupName.parse(
                nameThere, id -> projects.find(id).filter(Project::isDomain).isPresent());
        Optional<Group> known = people.group(groupId);
        if (known.isEmpty()) {
            people.addGroup(new Group(groupId, name.domainId(), name.name(), "", Map.of()));
            return;
        }
        Group before = known.get();
        if (!GroupName.of(before).equals(name)) {
            people.saveGroup(new Group(
                    groupId, before.domainId(), name.in(before.domainId()), before.description(), before.extra()));
        }
    }

    /** The group is gone: its members keep nothing of what it gave them. In a transaction. */
    public void forget(String groupId) {
        var all = AssignmentFilter.of(Actor.group(groupId));
        for (Assignment assignment : roles.assignments(all)) {
            revoker.grant(assignment);
        }
        roles.unassignAll(all);
        people.removeGroup(groupId);
    }

    /** Compares the groups of one user. Opens transactions of its own. */
    public void refreshMemberships(String userId) {
        Set<String> known = people.groupIdsOf(userId);
        Set<String> original = loginServer.groupIdsOf(userId);
        for (String joined : without(original, known)) {
            join(joined, userId);
        }
        for (String left : without(known, original)) {
            transactions.run(() -> leave(left, userId));
        }
    }

    /** Compares the members of one group. Opens transactions of its own. */
    public void refreshMembers(String groupId) {
        Set<String> known = people.memberIds(groupId);
        Set<String> original = loginServer.memberIds(groupId);
        for (String joined : without(original, known)) {
            join(groupId, joined);
        }
        for (String left : without(known, original)) {
            transactions.run(() -> leave(groupId, left));
        }
    }

    private void join(String groupId, String userId) {
        if (people.group(groupId).isEmpty()) {
            refresh(groupId);
        }
        if (people.user(userId).isEmpty()) {
            users.refresh(userId);
        }
        transactions.run(() -> {
            if (people.group(groupId).isPresent() && people.user(userId).isPresent()) {
                people.join(groupId, userId);
            }
        });
    }

    /** The user is no member any more and keeps nothing of what the group gave. In a transaction. */
    public void leave(String groupId, String userId) {
        for (Assignment assignment : roles.assignments(AssignmentFilter.of(Actor.group(groupId)))) {
            revoker.grant(new Assignment(
                    Actor.user(userId), assignment.target(), assignment.roleId(), assignment.inherited()));
        }
        people.leave(groupId, userId);
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
