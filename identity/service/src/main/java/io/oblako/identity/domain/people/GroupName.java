package io.oblako.identity.domain.people;

import io.oblako.identity.domain.project.Project;
import java.util.function.Predicate;

/**
 * How a group is called at the log-in server, which knows no domains: the name itself in the default domain,
 * {@code name@domain id} in any other.
 */
public record GroupName(String domainId, String name) {

    private static final char SEPARATOR = '@';

    public static GroupName of(Group group) {
        return new GroupName(group.domainId(), group.name());
    }

    /** @param isDomain says whether an id is a domain's: an @ in the name of a group means nothing otherwise */
    static GroupName parse(String spelled, Predicate<String> isDomain) {
        int at = spelled.lastIndexOf(SEPARATOR);
        String domain = at < 0 ? "" : spelled.substring(at + 1);
        return at > 0 && !domain.equals(Project.DEFAULT_DOMAIN) && isDomain.test(domain)
                ? new GroupName(domain, spelled.substring(0, at))
                : new GroupName(Project.DEFAULT_DOMAIN, spelled);
    }

    /** The name in a domain that the group cannot leave, wherever its new name at the log-in server points to. */
    String in(String domain) {
        return domain.equals(domainId) ? name : spelled();
    }

    /** As the log-in server has it. */
    public String spelled() {
        return domainId.equals(Project.DEFAULT_DOMAIN) ? name : name + SEPARATOR + domainId;
    }
}
