package io.oblako.identity.domain.people;

/**
 * Something that was changed at the log-in server, by us or by others.
 *
 * @param key tells it from every other change
 * @param id of the user, or of the group
 */
public record Change(String key, Kind kind, String id) {

    /** What must be looked at again. */
    public enum Kind {
        USER,
        GROUP,
        /** Of which groups the user is a member. */
        MEMBERSHIPS
    }
}
