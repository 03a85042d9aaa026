package io.oblako.identity.domain.bootstrap;

import io.oblako.identity.domain.credential.ApplicationCredential;
import io.oblako.identity.domain.credential.ApplicationCredentials;
import io.oblako.identity.domain.credential.SecretHash;
import io.oblako.identity.domain.people.LoginName;
import io.oblako.identity.domain.people.LoginServer;
import io.oblako.identity.domain.people.Mirror;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.Assignment;
import io.oblako.identity.domain.role.Assignment.Actor;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.role.Role;
import io.oblako.identity.domain.role.Roles;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.tx.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the first operator and the nodes' credential. Repeatable; needs the log-in server for users that it has not made
 * before. A password that the operator has changed since stays changed.
 */
public final class BootstrapPeople {

    private static final String ADMIN_USER = "admin";
    private static final String NODE_USER = "oblako-node";

    private final LoginServer loginServer;
    private final People people;
    private final Mirror mirror;
    private final Projects projects;
    private final Roles roles;
    private final ApplicationCredentials credentials;
    private final Transactions transactions;

    public BootstrapPeople(
            LoginServer loginServer,
            People people,
            Mirror mirror,
            Projects projects,
            Roles roles,
            ApplicationCredentials credentials,
            Transactions transactions) {
        this.loginServer = loginServer;
        this.people = people;
        this.mirror = mirror;
        this.projects = projects;
        this.roles = roles;
        this.credentials = credentials;
        this.transactions = transactions;
    }

    /** Whether all that is wished for has been made before: then the cloud works without the log-in server. */
    public boolean done(BootstrapWishes wishes) {
        var node = wishes.nodeCredential();
        boolean operator = wishes.adminPassword() == null
                || people.userByName(Project.DEFAULT_DOMAIN, ADMIN_USER).isPresent();
        return operator
                && (node == null
                        || credentials
                                .find(node.id())
                                .filter(known -> SecretHash.matches(node.secret(), known.secretHash()))
                                .isPresent());
    }

    public void run(BootstrapWishes wishes) {
        Secret adminPassword = wishes.adminPassword();
        if (adminPassword != null) {
            User admin = ensureUser(ADMIN_USER, "Operator of the cloud", adminPassword);
            transactions.run(() -> {
                assign(admin, Target.project(project(Bootstrap.ADMIN_PROJECT).id()), Role.ADMIN);
                assign(admin, Target.domain(Project.DEFAULT_DOMAIN), Role.ADMIN);
                assign(admin, Target.SYSTEM, Role.ADMIN);
            });
        }
        var node = wishes.nodeCredential();
        if (node != null) {
            User nodes = ensureUser(NODE_USER, "Nodes of the cloud", null);
            transactions.run(() -> {
                assign(nodes, Target.project(project(Bootstrap.SERVICE_PROJECT).id()), Role.SERVICE);
                ensureCredential(nodes, node);
            });
        }
    }

    private User ensureUser(String name, String description, @Nullable Secret password) {
        Optional<User> known = people.userByName(Project.DEFAULT_DOMAIN, name);
        if (known.isPresent()) {
            return known.get();
        }
        Project domain = projects.find(Project.DEFAULT_DOMAIN).orElseThrow();
        String login = LoginName.of(domain, name);
        User wanted = new User("", domain.id(), name, login, true, description, null, null, Map.of());
        Optional<User> orphan = loginServer.findByLogin(login);
        String id = orphan.map(User::id).orElseGet(() -> loginServer.createUser(wanted, password));
        if (orphan.isPresent() && password != null) {
            loginServer.setPassword(id, password);
        }
        User made = wanted.withId(id);
        transactions.run(() -> mirror.take(made));
        return made;
    }

    private void assign(User user, Target target, String role) {
        roles.assign(new Assignment(Actor.user(user.id()), target, role(role).id(), false));
    }

    private void ensureCredential(User user, BootstrapWishes.NodeCredential wanted) {
        Optional<ApplicationCredential> known = credentials.find(wanted.id());
        if (known.isPresent() && SecretHash.matches(wanted.secret(), known.get().secretHash())) {
            return;
        }
        credentials.remove(wanted.id());
        credentials.add(new ApplicationCredential(
                wanted.id(),
                user.id(),
                project(Bootstrap.SERVICE_PROJECT).id(),
                "nodes",
                "Nodes of the cloud",
                SecretHash.of(wanted.secret()),
                Set.of(role(Role.SERVICE).id()),
                false,
                null,
                List.of()));
    }

    private Project project(String name) {
        return projects.findByName(Project.DEFAULT_DOMAIN, name).orElseThrow();
    }

    private Role role(String name) {
        return roles.graph().globalByName(name).orElseThrow();
    }
}
