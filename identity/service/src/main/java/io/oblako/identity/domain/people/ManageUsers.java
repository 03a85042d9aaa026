package io.oblako.identity.domain.people;

import io.oblako.identity.domain.IdentityError;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.token.LogIn;
import io.oblako.identity.domain.token.LogInGuard;
import io.oblako.identity.domain.token.LogInGuard.Attempt;
import io.oblako.identity.domain.token.Refusal;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.secret.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and removes users: first at the log-in server, which holds them, then in the mirror. When the second
 * half fails, the next comparison of the two completes it. What makes the log-in server hash a password is asked for
 * outside of any transaction; the second half is handed back, to commit with the request.
 */
public final class ManageUsers {

    private final LoginServer loginServer;
    private final SetPassword passwords;
    private final People people;
    private final Mirror mirror;
    private final Revoker revoker;
    private final LogInGuard guard;

    public ManageUsers(
            LoginServer loginServer,
            SetPassword passwords,
            People people,
            Mirror mirror,
            Revoker revoker,
            LogInGuard guard) {
        this.loginServer = loginServer;
        this.passwords = passwords;
        this.people = people;
        this.mirror = mirror;
        this.revoker = revoker;
        this.guard = guard;
    }

    /**
     * A user as the log-in server has them now.
     *
     * @param secondHalf to be run in a transaction
     */
    public record FirstHalf(User user, Runnable secondHalf) {}

    /**
     * @param wanted without an id
     * @throws CloudException NAME_TAKEN, PASSWORD_REFUSED
     */
    public FirstHalf create(Project domain, User wanted, @Nullable Secret password) {
        if (people.userByName(domain.id(), wanted.name()).isPresent()) {
            throw new CloudException(
                    IdentityError.NAME_TAKEN,
                    "Conflict occurred attempting to store user - Duplicate entry found with name %s at domain ID %s."
                            .formatted(wanted.name(), domain.id()));
        }
        if (password != null) {
            checkLength(password);
        }
        User made = wanted.withId(loginServer.createUser(wanted, password));
        return new FirstHalf(made, () -> {
            try {
                people.addUser(made);
            } catch (RuntimeException e) {
                loginServer.removeUser(made.id());
                throw e;
            }
        });
    }

    /**
     * Takes over the new attributes; a user who is disabled, or gets a new password, loses all tokens.
     *
     * @throws CloudException NAME_TAKEN; PASSWORD_REFUSED, and then nothing is changed
     */
    public FirstHalf update(User before, User after, @Nullable Secret password) {
        if (!before.name().equalsIgnoreCase(after.name())
                && people.userByName(after.domainId(), after.name()).isPresent()) {
            throw new CloudException(
                    IdentityError.NAME_TAKEN,
                    "Conflict occurred attempting to store user - Duplicate entry found with name %s."
                            .formatted(after.name()));
        }
        Runnable passwordsHalf = () -> {};
        if (password != null) {
            checkLength(password);
            passwordsHalf = passwords.set(after.id(), password);
        }
        boolean changed = !before.equals(after);
        if (changed) {
            loginServer.saveUser(after);
        }
        Runnable tokensHalf = passwordsHalf;
        return new FirstHalf(after, () -> {
            if (changed) {
                people.saveUser(after);
            }
            if (before.enabled() && !after.enabled()) {
                revoker.user(after.id());
            }
            tokensHalf.run();
        });
    }

    /**
     * Changes a password for whoever knows the old one. All tokens made before are void (security row ID-19).
     *
     * @return the second half, to be run in a transaction
     * @throws CloudException LOGIN_REFUSED when the old one is wrong, PASSWORD_REFUSED when the policy forbids the new
     *     one; TOO_MANY_REQUESTS after too many wrong ones from this address
     */
    public Runnable changePassword(String userId, Secret original, Secret replacement, String address) {
        checkLength(replacement);
        if (original.reveal().length() > LogIn.MAX_PASSWORD_CHARS) {
            throw Refusal.refused();
        }
        Optional<User> known = people.user(userId);
        Optional<String> proved;
        // Asked in any case: an unknown user costs as much time as a wrong password, and is counted like one.
        try (Attempt attempt = guard.admit(known.map(User::login).orElse(userId), address)) {
            proved = loginServer.logIn(known.map(User::login).orElse(LoginName.NOBODY), original);
            attempt.found(proved.isPresent());
        }
        User user = known.filter(owner -> proved.filter(owner.id()::equals).isPresent())
                .orElseThrow(Refusal::refused);
        return passwords.set(user.id(), replacement);
    }

    public void delete(User user) {
        loginServer.removeUser(user.id());
        mirror.forget(user.id());
    }

    private static void checkLength(Secret password) {
        String text = password.reveal();
        if (text.isEmpty() || text.length() > LogIn.MAX_PASSWORD_CHARS || text.indexOf('\0') >= 0) {
            throw new CloudException(
                    IdentityError.PASSWORD_REFUSED,
                    "Invalid input for field 'password': 1 to %d characters are expected, none of them NUL."
                            .formatted(LogIn.MAX_PASSWORD_CHARS));
        }
    }
}
