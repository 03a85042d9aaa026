package io.oblako.identity.domain.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mirror of users, groups and memberships. The log-in server has the originals. */
public interface People {

    /** Longest list that is given. */
    int MAX_LIST = 10_000;

    Optional<User> user(String id);

    Optional<User> userByName(String domainId, String name);

    /** Ordered by name and id. */
    List<User> users(UserFilter filter);

    /**
     * Adds a user, or saves one whom the comparison with the log-in server has added a moment before.
     *
     * @throws io.oblako.kernel.error.CloudException NAME_TAKEN
     */
    void addUser(User user);

    void saveUser(User user);

    void removeUser(String id);

    Optional<Group> group(String id);

    Optional<Group> groupByName(String domainId, String name);

    List<Group> groups(UserFilter filter);

    /** Like {@link #addUser}. */
    void addGroup(Group group);

    void saveGroup(Group group);

    void removeGroup(String id);

    List<Group> groupsOf(String userId);

    List<User> members(String groupId);

    /** Ids of all members, for the comparison with the log-in server; bounded by its own size. */
    Set<String> memberIds(String groupId);

    Set<String> groupIdsOf(String userId);

    boolean isMember(String groupId, String userId);

    void join(String groupId, String userId);

    void leave(String groupId, String userId);

    /** Ids of all mirrored users, for the comparison with the log-in server; bounded by its own size. */
    Set<String> allUserIds();

    /** Like {@link #allUserIds}. */
    Set<String> allGroupIds();
}
