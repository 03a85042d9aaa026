package io.oblako.identity.messaging;

import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.identity.contracts.ProjectFact;
import io.oblako.identity.contracts.RevocationFact;
import io.oblako.identity.contracts.SigningKeyFact;
import io.oblako.identity.domain.Announcements;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.token.Revocation;
import io.oblako.identity.domain.token.SigningKey;
import io.oblako.messaging.Outbox;
import java.util.Base64;

/** {@link Announcements} as facts in the outbox. */
public final class OutboxAnnouncements implements Announcements {

    private final Outbox outbox;

    public OutboxAnnouncements(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void project(Project project) {
        outbox.add(
                IdentityTopics.PROJECTS,
                project.id(),
                new ProjectFact(
                        project.id(),
                        project.name(),
                        project.domain(),
                        project.parentId(),
                        project.enabled(),
                        project.generation()));
    }

    @Override
    public void projectGone(String projectId) {
        outbox.tombstone(IdentityTopics.PROJECTS, projectId);
    }

    @Override
    public void revoked(Revocation revocation) {
        outbox.add(
                IdentityTopics.REVOCATIONS,
                revocation.subject(),
                new RevocationFact(revocation.subject(), revocation.issuedAtOrBefore(), revocation.forgetAfter()));
    }

    @Override
    public void revocationForgotten(String subject) {
        outbox.tombstone(IdentityTopics.REVOCATIONS, subject);
    }

    @Override
    public void key(SigningKey key) {
        outbox.add(
                IdentityTopics.KEYS,
                key.id(),
                new SigningKeyFact(
                        key.id(),
                        Base64.getEncoder().encodeToString(key.publicKey().getEncoded()),
                        key.notAfter()));
    }

    @Override
    public void keyGone(String keyId) {
        outbox.tombstone(IdentityTopics.KEYS, keyId);
    }
}
