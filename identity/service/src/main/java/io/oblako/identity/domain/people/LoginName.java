package io.oblako.identity.domain.people;

import io.oblako.identity.domain.project.Project;
import java.util.Locale;

/** How a user is called at the log-in server, which knows one realm and no domains. */
public final class LoginName {

    /** A name that no user can have: nobody logs in with it. */
    public static final String NOBODY = "nobody@no-such-domain@";

    private LoginName() {}

    /** The name itself in the default domain, {@code name@domain} in any other; lower case, as the server keeps it. */
    public static String of(Project domain, String name) {
        String login = domain.id().equals(Project.DEFAULT_DOMAIN) ? name : name + '@' + domain.name();
        return login.toLowerCase(Locale.ROOT);
    }
}
