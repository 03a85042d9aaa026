package io.oblako.identity.wiring;

import io.oblako.identity.domain.Announcements;
import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.bootstrap.Bootstrap;
import io.oblako.identity.domain.bootstrap.BootstrapPeople;
import io.oblako.identity.domain.bootstrap.BootstrapWishes;
import io.oblako.identity.domain.bootstrap.BootstrapWishes.Api;
import io.oblako.identity.domain.bootstrap.BootstrapWishes.NodeCredential;
import io.oblako.identity.domain.catalog.CatalogStore;
import io.oblako.identity.domain.credential.ApplicationCredentials;
import io.oblako.identity.domain.credential.ManageCredentials;
import io.oblako.identity.domain.people.LoginServer;
import io.oblako.identity.domain.people.ManageGroups;
import io.oblako.identity.domain.people.ManageUsers;
import io.oblako.identity.domain.people.Mirror;
import io.oblako.identity.domain.people.MirrorGroups;
import io.oblako.identity.domain.people.PasswordChanges;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.SetPassword;
import io.oblako.identity.domain.people.SyncPeople;
import io.oblako.identity.domain.project.DeleteDomain;
import io.oblako.identity.domain.project.ManageProjects;
import io.oblako.identity.domain.project.Projects;
import io.oblako.identity.domain.role.EffectiveAssignments;
import io.oblako.identity.domain.role.ManageRoles;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.Directory;
import io.oblako.identity.domain.token.FailedLogIns;
import io.oblako.identity.domain.token.KeyRing;
import io.oblako.identity.domain.token.LogIn;
import io.oblako.identity.domain.token.LogInGuard;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.identity.domain.token.SigningKeyStore;
import io.oblako.identity.domain.token.TokenIssuer;
import io.oblako.identity.domain.token.TokenSigner;
import io.oblako.identity.persistence.PostgresTokens;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.token.Revocations;
import io.oblako.kernel.token.TokenVerifier;
import io.oblako.kernel.tx.Transactions;
import io.oblako.web.auth.TokenFacts;
import io.oblako.web.config.OblakoConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Makes the domain's objects. */
@ApplicationScoped
class Domain {

    @Produces
    @Singleton
    static Directory directory(
            Projects projects,
            People people,
            Roles roles,
            CatalogStore catalog,
            ApplicationCredentials credentials,
            PostgresTokens tokens) {
        return new Directory(projects, people, roles, catalog, credentials, tokens::directoryVersion);
    }

    @Produces
    @Singleton
    static KeyRing keyRing(
            SigningKeyStore store,
            Announcements announcements,
            IdSource ids,
            Clock clock,
            Transactions transactions,
            TokenFacts facts,
            IdentityConfig config) {
        return new KeyRing(
                store,
                announcements,
                ids,
                clock,
                transactions,
                key -> facts.learn(key.id(), key.publicKey()),
                config.token().life());
    }

    @Produces
    @Singleton
    static Revoker revoker(
            PostgresTokens store,
            Announcements announcements,
            Revocations revocations,
            Transactions transactions,
            People people,
            Clock clock,
            IdentityConfig config,
            IdentityTelemetry telemetry) {
        return new Revoker(
                store,
                announcements,
                revocations,
                transactions,
                people,
                clock,
                config.token().life(),
                telemetry::revoked);
    }

    @Produces
    @Singleton
    static TokenIssuer issuer(KeyRing ring, Revocations revocations, IdentityConfig config) {
        return new TokenIssuer(
                new TokenSigner(ring), revocations, config.token().life());
    }

    @Produces
    @Singleton
    static LogInGuard logInGuard(
            FailedLogIns failures,
            Clock clock,
            IdentityConfig config,
            Revocations revocations,
            IdentityTelemetry telemetry) {
        IdentityConfig.LogIns wanted = config.logIn();
        var limits = new LogInGuard.Limits(
                wanted.failuresPerUser(), wanted.failuresPerAddress(), wanted.pause(), wanted.longestPause());
        GuessingLog log = new GuessingLog(clock);
        LogInGuard guard = new LogInGuard(limits, failures, clock, (address, pause) -> {
            log.paused(address, pause);
            telemetry.paused();
        });
        telemetry.measure(guard, revocations);
        return guard;
    }

    @Produces
    @Singleton
    static LogIn logIn(
            Directory directory,
            LoginServer loginServer,
            Mirror mirror,
            TokenVerifier verifier,
            TokenIssuer issuer,
            LogInGuard guard,
            Clock clock,
            IdentityTelemetry telemetry) {
        return new LogIn(directory, loginServer, mirror, verifier, issuer, guard, clock, telemetry);
    }

    @Produces
    @Singleton
    static Mirror mirror(
            LoginServer loginServer, People people, Roles roles, Revoker revoker, Transactions transactions) {
        return new Mirror(loginServer, people, roles, revoker, transactions);
    }

    @Produces
    @Singleton
    static MirrorGroups mirrorGroups(
            LoginServer loginServer,
            People people,
            Projects projects,
            Roles roles,
            Mirror users,
            Revoker revoker,
            Transactions transactions) {
        return new MirrorGroups(loginServer, people, projects, roles, users, revoker, transactions);
    }

    @Produces
    @Singleton
    static SyncPeople sync(
            LoginServer loginServer,
            People people,
            Mirror mirror,
            MirrorGroups groups,
            Transactions transactions,
            Clock clock) {
        return new SyncPeople(loginServer, people, mirror, groups, transactions, clock);
    }

    @Produces
    @Singleton
    static SetPassword setPassword(
            LoginServer loginServer, PasswordChanges changes, Revoker revoker, Transactions transactions, Clock clock) {
        return new SetPassword(loginServer, changes, revoker, transactions, clock);
    }

    @Produces
    @Singleton
    static ManageUsers users(
            LoginServer loginServer,
            SetPassword passwords,
            People people,
            Mirror mirror,
            Revoker revoker,
            LogInGuard guard) {
        return new ManageUsers(loginServer, passwords, people, mirror, revoker, guard);
    }

    @Produces
    @Singleton
    static ManageGroups groups(LoginServer loginServer, People people, MirrorGroups mirror) {
        return new ManageGroups(loginServer, people, mirror);
    }

    @Produces
    @Singleton
    static ManageProjects projects(Projects projects, Roles roles, Announcements announcements, Revoker revoker) {
        return new ManageProjects(projects, roles, announcements, revoker);
    }

    @Produces
    @Singleton
    static DeleteDomain deleteDomain(
            Projects projects,
            ManageProjects manage,
            People people,
            ManageUsers users,
            ManageGroups groups,
            Roles roles,
            Revoker revoker) {
        return new DeleteDomain(projects, manage, people, users, groups, roles, revoker);
    }

    @Produces
    @Singleton
    static ManageRoles roles(Roles roles, Revoker revoker) {
        return new ManageRoles(roles, revoker);
    }

    @Produces
    @Singleton
    static EffectiveAssignments effective(Roles roles, People people, Projects projects) {
        return new EffectiveAssignments(roles, people, projects);
    }

    @Produces
    @Singleton
    static ManageCredentials credentials(
            ApplicationCredentials credentials, Roles roles, Revoker revoker, IdSource ids, Clock clock) {
        return new ManageCredentials(credentials, roles, revoker, ids, clock);
    }

    @Produces
    @Singleton
    static Bootstrap bootstrap(
            Projects projects,
            Roles roles,
            CatalogStore catalog,
            KeyRing keys,
            Announcements announcements,
            Transactions transactions,
            IdSource ids) {
        return new Bootstrap(projects, roles, catalog, keys, announcements, transactions, ids);
    }

    @Produces
    @Singleton
    static BootstrapPeople bootstrapPeople(
            LoginServer loginServer,
            People people,
            Mirror mirror,
            Projects projects,
            Roles roles,
            ApplicationCredentials credentials,
            Transactions transactions) {
        return new BootstrapPeople(loginServer, people, mirror, projects, roles, credentials, transactions);
    }

    @Produces
    @Singleton
    static BootstrapWishes wishes(OblakoConfig config, IdentityConfig identity) {
        NodeCredential node = identity.nodeCredential().id().isPresent()
                        && identity.nodeCredential().secret().isPresent()
                ? new NodeCredential(
                        identity.nodeCredential().id().get(),
                        Secret.of(identity.nodeCredential().secret().get()))
                : null;
        return new BootstrapWishes(
                config.region(),
                identity.adminPassword().map(Secret::of).orElse(null),
                node,
                List.of(
                        new Api("identity", "keystone", "Oblako identity", config.identityUrl()),
                        new Api("image", "glance", "Oblako image", config.imageUrl()),
                        new Api("compute", "nova", "Oblako compute", config.computeUrl()),
                        new Api("network", "neutron", "Oblako network", config.networkUrl())));
    }
}
