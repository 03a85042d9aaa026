package io.oblako.identity.domain.people;

import io.oblako.identity.domain.project.TextMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which users (or groups) a list shows; absent means any. */
public record UserFilter(
        List<TextMatch> names,
        @Nullable String domainId,
        @Nullable Boolean enabled) {

    public static UserFilter ofDomain(String domainId) {
        return new UserFilter(List.of(), domainId, null);
    }
}
