package io.oblako.identity.domain.credential;

import io.oblako.kernel.token.AccessRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where application credentials and access rules are kept. */
public interface ApplicationCredentials {

    /** Most credentials, and most access rules, of one user. */
    int MAX_PER_USER = 1_000;

    Optional<ApplicationCredential> find(String id);

    Optional<ApplicationCredential> findByName(String userId, String name);

    List<ApplicationCredential> list(String userId, @Nullable String name);

    /** @throws io.oblako.kernel.error.CloudException NAME_TAKEN */
    void add(ApplicationCredential credential);

    void remove(String id);

    /** The user's rule like this one, made when there is none. */
    StoredRule rule(String userId, AccessRule rule);

    List<StoredRule> rules(String userId);

    Optional<StoredRule> findRule(String userId, String id);

    /** @throws io.oblako.kernel.error.CloudException STILL_USED while a credential has it */
    void removeRule(String userId, String id);
}
