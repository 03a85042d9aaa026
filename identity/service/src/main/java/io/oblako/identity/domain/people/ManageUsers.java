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
 * half fails, repeating the request completes it, and so does the next comparison of the two.
 */
public final class ManageUsers {

    private final LoginServer loginServer;
    private final People people;
    private final Mirror mirror;
    private final Revoker revoker;
    private final LogInGuard guard;

    public ManageUsers(LoginServer loginServer, People people, Mirror mirror, Revoker revoker, LogInGuard guard) {
        this.loginServer = loginServer;
        this.people = people;
        this.mirror = mirror;
        this.revoker = revoker;
        this.guard = guard;
    }

    /**
     * @param wanted without an id
     * @throws CloudException NAME_TAKEN, PASSWORD_REFUSED
     */
    public User create(Project domain, User wanted, @Nullable Secret password) {
        if (people.userByName(domain.id(), wanted.name()).isPresent()) {
            throw new CloudException(
                    IdentityError.NAME_TAKEN,
                    "Conflict occurred attempting to store user - Duplicate entry found with name %s at domain ID %s."
                            .formatted(wanted.name(), domain.id()));
        }
        if (password != null) {
            checkLength(password);
        }
        String id = loginServer.createUser(wanted, password);
        User made = wanted.withId(id);
        try {
            people.addUser(made);
        } catch (RuntimeException e) {
            loginServer.removeUser(id);
            throw e;
        }
        return made;
    }

    /** Takes over the new attributes; a user who is disabled, or gets a new password, loses all tokens. */
    public User update(User before, User after, @Nullable Secret password) {
        if (!before.name().equalsIgnoreCase(after.name())
                && people.userByName(after.domainId(), after.name()).isPresent()) {
            throw new CloudException(
                    IdentityError.NAME_TAKEN,
                    "Conflict occurred attempting to store user - Duplicate entry found with name %s."
                            .formatted(after.name()));
        }
        if (!before.equals(after)) {
            loginServer.saveUser(after);
            people.saveUser(after);
        }
        if (password != null) {
            checkLength(password);
            loginServer.setPassword(after.id(), password);
        }
        if (password != null || (before.enabled() && !after.enabled())) {
            revoker.user(after.id());
        }
        return after;
    }

    /**
     * Changes a password for whoever knows the old one. All tokens made before are void (security row ID-19).
     *
     * @throws CloudException LOGIN_REFUSED when the old one is wrong, PASSWORD_REFUSED when the policy forbids the new
     *     one; TOO_MANY_REQUESTS after too many wrong ones from this address
     */
    public void changePassword(Optional<User> known, Secret original, Secret replacement, String address) {
        checkLength(replacement);
        if (original.reveal().length() > LogIn.MAX_PASSWORD_CHARS) {
            throw Refusal.refused();
        }
        // Asked in any case: an unknown user costs as much time as a wrong password.
        String login = known.map(User::login).orElse(LoginName.NOBODY);
        Optional<String> proved;
        try (Attempt attempt = guard.admitAtOnce(login, address)) {
            proved = loginServer.logIn(login, original);
            attempt.found(proved.isPresent());
        }
        User user = known.filter(owner -> proved.filter(owner.id()::equals).isPresent())
                .orElseThrow(Refusal::refused);
        loginServer.setPassword(user.id(), replacement);
        revoker.user(user.id());
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
