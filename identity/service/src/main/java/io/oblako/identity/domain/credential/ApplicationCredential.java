package io.oblako.identity.domain.credential;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A second way to log in, made by a user for a program of theirs: one project, some of the user's roles there.
 *
 * @param secretHash never the secret itself, see {@link SecretHash}
 * @param roleIds the roles it may have at most; a role that its user has lost counts no more
 * @param unrestricted whether its tokens may make further credentials
 * @param rules when not empty, the only requests its tokens may make
 */
public record ApplicationCredential(
        String id,
        String userId,
        String projectId,
        String name,
        String description,
        String secretHash,
        Set<String> roleIds,
        boolean unrestricted,
        @Nullable Instant expiresAt,
        List<StoredRule> rules) {

    public ApplicationCredential {
        roleIds = Set.copyOf(roleIds);
        rules = List.copyOf(rules);
    }

    public boolean aliveAt(Instant moment) {
        return expiresAt == null || moment.isBefore(expiresAt);
    }
}
