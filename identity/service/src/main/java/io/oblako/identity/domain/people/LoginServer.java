package io.oblako.identity.domain.people;

import io.oblako.kernel.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server that holds users, groups and passwords. Every call waits for it (bounded) and is made outside of a
 * transaction's locks. Each throws {@link io.oblako.kernel.error.CloudException} LOGIN_SERVER_UNAVAILABLE when it does
 * not answer.
 */
public interface LoginServer {

    /** Whom these words log in: the user's id; empty when they are refused, for whatever reason. */
    Optional<String> logIn(String login, Secret password);

    /**
     * Makes the user, with the password, or not at all.
     *
     * @return the id of the user
     * @throws io.oblako.kernel.error.CloudException NAME_TAKEN, PASSWORD_REFUSED
     */
    String createUser(User user, @Nullable Secret password);

    void saveUser(User user);

    /** When the user's password was last set, to the millisecond of its clock; empty without a password or a user. */
    Optional<Instant> passwordSetAt(String userId);

    /** @throws io.oblako.kernel.error.CloudException PASSWORD_REFUSED when the policy does not allow it */
    void setPassword(String userId, Secret password);

    /** Removing a user who is gone already is no error. */
    void removeUser(String userId);

    /** The user as the server knows it; empty when there is none. */
    Optional<User> find(String userId);

    /** The user with this login; empty when there is none. */
    Optional<User> findByLogin(String login);

    /** What was changed since the moment, oldest first; when there is more than the limit, the newest are missing. */
    List<Change> changedSince(Instant moment, int limit);

    /** All users, a page at a time; a short page is the last. */
    List<User> users(int first, int limit);

    /** How the group is called there; empty when there is none, or when it belongs to another group. */
    Optional<String> groupName(String groupId);

    /** Names of all groups by their id, a page at a time; a short page is the last. */
    Map<String, String> groupNames(int first, int limit);

    Set<String> memberIds(String groupId);

    /** Ids of the user's groups; empty also when there is no such user. */
    Set<String> groupIdsOf(String userId);

    String createGroup(Group group);

    void saveGroup(Group group);

    void removeGroup(String groupId);

    void join(String groupId, String userId);

    void leave(String groupId, String userId);
}
