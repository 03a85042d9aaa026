package io.oblako.identity.persistence;

import io.oblako.identity.domain.token.SigningKey;
import io.oblako.identity.domain.token.SigningKeyStore;
import io.oblako.kernel.secret.SecretBox;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;

/** {@link SigningKeyStore} in the table {@code signing_key}; a private key rests sealed and bound to its id. */
public final class PostgresKeys implements SigningKeyStore {

    private static final long LOCK = 0x6f626c616b6f6b31L;

    private final Sql sql;
    private final SecretBox box;

    public PostgresKeys(DataSource database, SecretBox box) {
        this.sql = new Sql(database);
        this.box = box;
    }

    @Override
    public List<SigningKey> all() {
        return sql.list("select * from signing_key order by created_at desc, id", this::read);
    }

    @Override
    public void add(SigningKey key) {
        String sealed =
                box.seal(Base64.getEncoder().encodeToString(key.privateKey().getEncoded()), context(key.id()));
        sql.update(
                "insert into signing_key (id, public_key, sealed_private, created_at, retired_at, not_after)"
                        + " values (?, ?, ?, ?, ?, ?)",
                key.id(),
                Base64.getEncoder().encodeToString(key.publicKey().getEncoded()),
                sealed,
                key.createdAt(),
                null,
                key.notAfter());
    }

    @Override
    public void retire(String id, Instant retiredAt, Instant notAfter) {
        sql.update("update signing_key set retired_at = ?, not_after = ? where id = ?", retiredAt, notAfter, id);
    }

    @Override
    public void remove(String id) {
        sql.update("delete from signing_key where id = ?", id);
    }

    @Override
    public void lock() {
        sql.list("select pg_advisory_xact_lock(?)", row -> true, LOCK);
    }

    private static String context(String id) {
        return "signing-key/" + id;
    }

    private SigningKey read(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            PublicKey publicKey = factory.generatePublic(
                    new X509EncodedKeySpec(Base64.getDecoder().decode(row.getString("public_key"))));
            String opened = box.open(row.getString("sealed_private"), context(id));
            PrivateKey privateKey = factory.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(opened)));
            return new SigningKey(
                    id,
                    publicKey,
                    privateKey,
                    Sql.requiredInstant(row, "created_at"),
                    Sql.instant(row, "retired_at"),
                    Sql.requiredInstant(row, "not_after"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Signing key " + id + " is damaged", e);
        }
    }
}
