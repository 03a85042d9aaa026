package io.oblako.web.auth;

import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.identity.contracts.RevocationFact;
import io.oblako.identity.contracts.SigningKeyFact;
import io.oblako.kernel.token.Revocations;
import io.oblako.kernel.token.SigningKeys;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.Following;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.web.health.FollowsTopics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * What a service must know to verify tokens on its own: identity's public keys and what has been revoked, both read from
 * the beginning of their topics before the service calls itself ready.
 */
@ApplicationScoped
public class TokenFacts implements SigningKeys, FollowsTopics {

    private static final Logger LOG = Logger.getLogger(TokenFacts.class);

    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
    private final Revocations revocations;
    private final FactReader<SigningKeyFact> keyReader;
    private final FactReader<RevocationFact> revocationReader;

    TokenFacts(KafkaSettings kafka, Revocations revocations) {
        this.revocations = revocations;
        this.keyReader = new FactReader<>(kafka, IdentityTopics.KEYS, this::onKey);
        this.revocationReader = new FactReader<>(kafka, IdentityTopics.REVOCATIONS, this::onRevocation);
    }

    void onStart(@Observes StartupEvent start) {
        keyReader.start();
        revocationReader.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        keyReader.close();
        revocationReader.close();
    }

    @Override
    public Optional<PublicKey> byId(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    /** Takes a key in before Kafka tells of it: identity knows its own. */
    public void learn(String keyId, PublicKey key) {
        keys.put(keyId, key);
    }

    /** Whether all that was known at the start has been read. */
    public boolean caughtUp() {
        return keyReader.caughtUp().isDone() && revocationReader.caughtUp().isDone() && !keys.isEmpty();
    }

    @Override
    public List<Following> following() {
        return List.of(keyReader.state(), revocationReader.state());
    }

    /** How many keys are known. */
    public int keys() {
        return keys.size();
    }

    private void onKey(Message<SigningKeyFact> message) {
        message.body()
                .ifPresentOrElse(fact -> keys.put(fact.keyId(), publicKey(fact)), () -> keys.remove(message.key()));
        LOG.debugf("%d signing keys are known", keys.size());
    }

    private void onRevocation(Message<RevocationFact> message) {
        message.body()
                .ifPresentOrElse(
                        fact -> revocations.revoke(fact.subject(), fact.issuedAtOrBefore()),
                        () -> revocations.forget(message.key()));
    }

    private static PublicKey publicKey(SigningKeyFact fact) {
        try {
            byte[] encoded = Base64.getDecoder().decode(fact.publicKey());
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key of a P-256 pair", e);
        }
    }
}
