package io.oblako.compute.persistence;

import io.oblako.compute.domain.keypair.Keypair;
import io.oblako.kernel.id.UserId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Generated;
import org.jspecify.annotations.NullUnmarked;

/** A row of table keypair. */
@Entity
@Table(name = "keypair")
@IdClass(KeypairRow.Key.class)
@NullUnmarked
class KeypairRow {

    @Id
    @Column(name = "user_id")
    String user;

    @Id
    String name;

    /** Given by the database. */
    @Generated
    @Column(insertable = false, updatable = false)
    int number;

    @Enumerated(EnumType.STRING)
    Keypair.Kind kind;

    @Column(name = "public_key")
    String publicKey;

    String fingerprint;

    @Column(name = "created_at")
    Instant createdAt;

    record Key(String user, String name) {}

    static KeypairRow of(Keypair keypair) {
        KeypairRow row = new KeypairRow();
        row.user = keypair.user().value();
        row.name = keypair.name();
        row.kind = keypair.kind();
        row.publicKey = keypair.publicKey();
        row.fingerprint = keypair.fingerprint();
        row.createdAt = keypair.createdAt();
        return row;
    }

    Keypair toDomain() {
        return new Keypair(number, UserId.of(user), name, kind, publicKey, fingerprint, createdAt);
    }
}
