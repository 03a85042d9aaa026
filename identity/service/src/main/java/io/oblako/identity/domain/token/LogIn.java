package io.oblako.identity.domain.token;

import io.oblako.identity.domain.IdentityError;
import io.oblako.identity.domain.credential.ApplicationCredential;
import io.oblako.identity.domain.credential.SecretHash;
import io.oblako.identity.domain.people.LoginName;
import io.oblako.identity.domain.people.LoginServer;
import io.oblako.identity.domain.people.Mirror;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.token.Directory.View;
import io.oblako.identity.domain.token.LogInGuard.Attempt;
import io.oblako.identity.domain.token.LogInObserver.Method;
import io.oblako.identity.domain.token.TokenIssuer.Issued;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.TokenVerifier;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks proofs and gives a token for them. Every failure looks the same to the caller (security row ID-13). */
public final class LogIn {

    /** Longer passwords are refused unseen (security row ID-15), in characters. */
    public static final int MAX_PASSWORD_CHARS = 4096;

    private static final int ATTEMPTS = 4;

    private final Directory directory;
    private final LoginServer loginServer;
    private final Mirror mirror;
    private final TokenVerifier verifier;
    private final TokenIssuer issuer;
    private final LogInGuard guard;
    private final Clock clock;
    private final LogInObserver observer;

    public LogIn(
            Directory directory,
            LoginServer loginServer,
            Mirror mirror,
            TokenVerifier verifier,
            TokenIssuer issuer,
            LogInGuard guard,
            Clock clock,
            LogInObserver observer) {
        this.directory = directory;
        this.loginServer = loginServer;
        this.mirror = mirror;
        this.verifier = verifier;
        this.issuer = issuer;
        this.guard = guard;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * A token for whoever all the proofs agree on.
     *
     * @param address where the request comes from
     * @throws CloudException LOGIN_REFUSED; TOKEN_NOT_FOUND for a token as proof that is not valid; TOO_MANY_REQUESTS
     *     after too many failures
     */
    public Issued logIn(List<Proof> proofs, ScopeWish wish, String address) {
        return observed(Method.of(proofs), () -> untilNothingIsTakenBack(proofs, wish, address));
    }

    private Issued observed(Method method, Supplier<Issued> logIn) {
        try {
            Issued issued = logIn.get();
            observer.loggedIn(method, LogInObserver.Outcome.ISSUED);
            return issued;
        } catch (RuntimeException e) {
            observer.loggedIn(method, LogInObserver.Outcome.of(e));
            throw e;
        }
    }

    private Issued untilNothingIsTakenBack(List<Proof> proofs, ScopeWish wish, String address) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Issued> issued = new Round(wish, address).run(proofs);
            if (issued.isPresent()) {
                return issued.get();
            }
            waitOut();
        }
        throw Refusal.refused();
    }

    /**
     * A token for somebody whom a trusted identity provider has named. It is as old as the provider's word: what was taken
     * back since then, by a change of the password for example, is not given again for an old access token.
     */
    public Issued logInFederated(FederatedTokens.Subject subject, ScopeWish wish) {
        return observed(Method.OPENID, () -> federated(subject, wish));
    }

    private Issued federated(FederatedTokens.Subject subject, ScopeWish wish) {
        Instant now = clock.instant();
        Instant began = subject.namedAt().isBefore(now) ? subject.namedAt() : now;
        if (directory.current().user(subject.userId()).isEmpty()) {
            mirror.refresh(subject.userId());
        }
        var login = new Login(subject.userId(), List.of("openid"), null, null);
        return issuer.issue(login, wish, began, directory.current()).orElseThrow(Refusal::refused);
    }

    /** A revocation reaches ahead of its own moment: after that, whoever may log in is let in. */
    private static void waitOut() {
        try {
            Thread.sleep(Revoker.AHEAD);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.refused();
        }
    }

    private static Login together(List<Login> logins) {
        Login first = logins.getFirst();
        LinkedHashSet<String> methods = new LinkedHashSet<>();
        Caller parent = null;
        ApplicationCredential credential = null;
        for (Login login : logins) {
            if (!login.userId().equals(first.userId())) {
                throw Refusal.refused();
            }
            methods.addAll(login.methods());
            parent = login.parent() == null ? parent : login.parent();
            credential = login.credential() == null ? credential : login.credential();
        }
        return new Login(first.userId(), List.copyOf(methods), credential, parent);
    }

    /**
     * A log-in, once through. The clock is read before the tables and the tables before the proofs: whatever is committed
     * after this has begun revokes from a later moment, so one reading of the tables does for all of it.
     */
    private final class Round {

        private final ScopeWish wish;
        private final String address;
        private final Instant began = clock.instant();
        private View view = directory.current();

        private Round(ScopeWish wish, String address) {
            this.wish = wish;
            this.address = address;
        }

        /** @return empty when something was taken back meanwhile: nothing that was found out here counts any more */
        private Optional<Issued> run(List<Proof> proofs) {
            List<Login> logins = new ArrayList<>();
            for (Proof proof : proofs) {
                logins.add(
                        switch (proof) {
                            case Proof.Password(var who, var password) -> byPassword(who, password);
                            case Proof.Token(var token) -> byToken(token);
                            case Proof.Credential credential -> byCredential(credential);
                        });
            }
            return issuer.issue(together(logins), wish, began, view);
        }

        private Login byPassword(Proof.Who who, Secret password) {
            if (password.isEmpty()
                    || password.reveal().length() > MAX_PASSWORD_CHARS
                    || password.reveal().indexOf('\0') >= 0) {
                throw Refusal.refused();
            }
            Optional<Project> domain = domainOf(view, who);
            Optional<User> expected = find(view, who, domain);
            // The log-in server is asked in any case, so that an unknown user costs as much time as a wrong password.
            String login = expected.map(User::login).orElseGet(() -> guess(who, domain));
            String id = provePassword(login.equals(LoginName.NOBODY) ? who.toString() : login, login, password);
            if (expected.isEmpty()) {
                mirror.refresh(id);
                view = directory.current();
                expected = find(view, who, domainOf(view, who));
            }
            if (expected.filter(user -> user.id().equals(id)).isEmpty()) {
                throw Refusal.refused();
            }
            return new Login(id, List.of("password"), null, null);
        }

        /** @param name by which failures are counted: different ones for different users who do not exist */
        private String provePassword(String name, String login, Secret password) {
            try (Attempt attempt = guard.admit(name, address)) {
                Optional<String> proved = loginServer.logIn(login, password);
                attempt.found(proved.isPresent());
                return proved.orElseThrow(Refusal::refused);
            }
        }

        private Login byToken(String token) {
            Caller parent = verifier.find(token)
                    .orElseThrow(() -> new CloudException(IdentityError.TOKEN_NOT_FOUND, "Failed to validate token"));
            if (parent.applicationCredential() != null) {
                throw Refusal.refused();
            }
            List<String> methods = new ArrayList<>(parent.methods());
            if (!methods.contains("token")) {
                methods.addFirst("token");
            }
            return new Login(parent.user().value(), methods, null, parent);
        }

        private Login byCredential(Proof.Credential proof) {
            if (!(wish instanceof ScopeWish.Unsaid) || proof.secret().isEmpty()) {
                throw Refusal.refused();
            }
            ApplicationCredential credential = credential(view, proof);
            boolean proved = SecretHash.guessable(proof.secret())
                    ? proveShortSecret(credential, proof)
                    : matches(credential, proof);
            if (credential == null || !proved || !credential.aliveAt(began)) {
                throw Refusal.refused();
            }
            return new Login(credential.userId(), List.of("application_credential"), credential, null);
        }

        private boolean proveShortSecret(@Nullable ApplicationCredential credential, Proof.Credential proof) {
            String name = credential == null ? proof.id() + ' ' + proof.user() + ' ' + proof.name() : credential.id();
            try (Attempt attempt = guard.admit("credential " + name, address)) {
                return attempt.found(matches(credential, proof));
            }
        }
    }

    private static Optional<Project> domainOf(View view, Proof.Who who) {
        return Optional.ofNullable(who.domain()).flatMap(domain -> TokenIssuer.domain(view, domain));
    }

    private static Optional<User> find(View view, Proof.Who who, Optional<Project> domain) {
        String id = who.id();
        if (id != null) {
            return view.user(id);
        }
        String name = who.name();
        return name == null ? Optional.empty() : domain.flatMap(found -> view.userByName(found.id(), name));
    }

    private static String guess(Proof.Who who, Optional<Project> domain) {
        String name = who.name();
        if (name == null || domain.isEmpty()) {
            return LoginName.NOBODY;
        }
        return LoginName.of(domain.get(), name);
    }

    private static boolean matches(@Nullable ApplicationCredential credential, Proof.Credential proof) {
        return SecretHash.matches(proof.secret(), credential == null ? null : credential.secretHash());
    }

    private static @Nullable ApplicationCredential credential(View view, Proof.Credential proof) {
        String id = proof.id();
        if (id != null) {
            return view.credential(id).orElse(null);
        }
        String name = proof.name();
        Proof.Who who = proof.user();
        if (name == null || who == null) {
            return null;
        }
        return find(view, who, domainOf(view, who))
                .flatMap(user -> view.credentialByName(user.id(), name))
                .orElse(null);
    }
}
