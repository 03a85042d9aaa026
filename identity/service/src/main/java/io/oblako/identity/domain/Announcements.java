package io.oblako.identity.domain;

import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.token.Revocation;
import io.oblako.identity.domain.token.SigningKey;

/** What other services learn of. Everything is sent with the transaction it is said in, or not at all. */
public interface Announcements {

    /** A project that is now as given. Domains are not announced. */
    void project(Project project);

    void projectGone(String projectId);

    void revoked(Revocation revocation);

    /** All tokens concerned have expired. */
    void revocationForgotten(String subject);

    void key(SigningKey key);

    void keyGone(String keyId);
}
