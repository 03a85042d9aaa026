package io.oblako.identity.domain.role;

/**
 * Who holds which role where.
 *
 * @param inherited holds for the projects below the target, not for the target itself
 */
public record Assignment(Actor actor, Target target, String roleId, boolean inherited) {

    /** A user or a group. */
    public record Actor(boolean group, String id) {

        public static Actor user(String id) {
            return new Actor(false, id);
        }

        public static Actor group(String id) {
            return new Actor(true, id);
        }
    }

    /** Where a role is held. */
    public record Target(Kind kind, String id) {

        public static final Target SYSTEM = new Target(Kind.SYSTEM, "system");

        public static Target project(String id) {
            return new Target(Kind.PROJECT, id);
        }

        public static Target domain(String id) {
            return new Target(Kind.DOMAIN, id);
        }
    }

    /** What a target is. */
    public enum Kind {
        PROJECT,
        DOMAIN,
        SYSTEM
    }
}
