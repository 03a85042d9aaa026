package io.oblako.testing;

import io.oblako.identity.contracts.IdentityTopics;
import io.oblako.identity.contracts.RevocationFact;
import io.oblako.identity.contracts.SigningKeyFact;
import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.token.AccessRule;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;
import io.oblako.kernel.token.TokenCodec;
import io.oblako.kernel.token.TokenSignatures;
import io.oblako.messaging.KafkaClients;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * Stands beside a service under test where identity would be: a real signing key, published on the real topic, and tokens
 * signed with it. The service verifies them as it verifies any other.
 */
public final class TestIdentity {

    private static final DomainId DOMAIN = DomainId.of("default");
    private static final List<String> PERSONAS = List.of("reader", "member", "manager", "admin");

    private static final String KEY_ID = "test-identity.key-id";
    private static final String PRIVATE_KEY = "test-identity.private-key";

    private final PrivateKey privateKey;
    private final String keyId;

    private TestIdentity(String keyId, PrivateKey privateKey) {
        this.keyId = keyId;
        this.privateKey = privateKey;
    }

    /** The identity whose key {@link QuarkusEngines} has published for the service of this test. */
    public static TestIdentity current() {
        Config config = ConfigProvider.getConfig();
        try {
            byte[] encoded = Base64.getDecoder().decode(config.getValue(PRIVATE_KEY, String.class));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new TestIdentity(config.getValue(KEY_ID, String.class), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** What {@link #current()} needs to find this identity again, as configuration of the service under test. */
    public Map<String, String> config() {
        return Map.of(KEY_ID, keyId, PRIVATE_KEY, Base64.getEncoder().encodeToString(privateKey.getEncoded()));
    }

    /** Makes a key and publishes it where services of this space look for keys. */
    public static TestIdentity publishedTo(Engines.Space space) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            TestIdentity identity = new TestIdentity("test-" + UUID.randomUUID(), pair.getPrivate());
            KafkaSettings kafka = new KafkaSettings(space.kafka(), space.topicPrefix(), "test-identity");
            KafkaClients.makeTopics(
                    kafka, List.of(IdentityTopics.KEYS, IdentityTopics.REVOCATIONS, IdentityTopics.PROJECTS));
            try (Publisher publisher = new Publisher(kafka)) {
                String encoded =
                        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
                SigningKeyFact fact = new SigningKeyFact(
                        identity.keyId, encoded, Instant.now().plus(Duration.ofDays(1)));
                publisher.send(IdentityTopics.KEYS, identity.keyId, fact).join();
            }
            return identity;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** Takes back all tokens about the subject that were issued until now. */
    public static void revoke(Engines.Space space, String subject) {
        try (Publisher publisher =
                new Publisher(new KafkaSettings(space.kafka(), space.topicPrefix(), "test-identity"))) {
            Instant now = Instant.now();
            publisher
                    .send(
                            IdentityTopics.REVOCATIONS,
                            subject,
                            new RevocationFact(subject, now, now.plus(Duration.ofHours(1))))
                    .join();
        }
    }

    /** A project id that nobody else uses. */
    public static String newProject() {
        return Ids.hex(UUID.randomUUID());
    }

    /** A token of a fresh user with this persona (and those it contains) in the project. */
    public String token(String project, String persona) {
        return token(caller(project, persona));
    }

    /** The caller that {@link #token(String, String)} signs, to be changed before signing. */
    public Caller caller(String project, String persona) {
        Scope scope = new Scope.Project(ProjectId.of(project), "project-" + project, DOMAIN, "Default");
        return caller(scope, persona, List.of());
    }

    public Caller caller(Scope scope, String persona, List<AccessRule> rules) {
        Set<String> roles = new TreeSet<>();
        int rank = PERSONAS.indexOf(persona);
        roles.addAll(rank < 0 ? List.of(persona) : PERSONAS.subList(0, rank + 1));
        String audit = Ids.hex(UUID.randomUUID());
        Instant now = Instant.now();
        return new Caller(
                UserId.of(Ids.hex(UUID.randomUUID())),
                "user-" + persona,
                DOMAIN,
                "Default",
                scope,
                roles,
                List.of("password"),
                audit,
                audit,
                now,
                now.plus(Duration.ofHours(1)),
                null,
                false,
                rules);
    }

    public String token(Caller caller) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setProviderContext(TokenSignatures.provider());
        signature.setPayload(TokenCodec.claims(caller).toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKeyIdHeaderValue(keyId);
        signature.setKey(privateKey);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
