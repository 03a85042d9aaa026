package io.oblako.identity.contracts;

import io.oblako.messaging.Topic;

/** The topics of identity. Every service reads keys and revocations from the beginning before it answers. */
public final class IdentityTopics {

    /** Public keys that tokens may be signed with. Key: key id; a tombstone when its last token has expired. */
    public static final Topic<SigningKeyFact> KEYS = Topic.facts("identity.key.v1", SigningKeyFact.class, 1);

    /** What has been taken back. Key: the subject; a tombstone when all tokens concerned have expired. */
    public static final Topic<RevocationFact> REVOCATIONS =
            Topic.facts("identity.revocation.v1", RevocationFact.class, 1);

    /** Projects. Key: project id. */
    public static final Topic<ProjectFact> PROJECTS = Topic.facts("identity.project.v1", ProjectFact.class, 2);

    private IdentityTopics() {}
}
