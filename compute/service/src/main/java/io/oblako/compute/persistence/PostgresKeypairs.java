package io.oblako.compute.persistence;

import io.oblako.compute.domain.keypair.Keypair;
import io.oblako.compute.domain.keypair.Keypairs;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.UserId;
import jakarta.data.Limit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Key pairs in PostgreSQL. */
@ApplicationScoped
class PostgresKeypairs implements Keypairs {

    private final KeypairRows rows;

    PostgresKeypairs(KeypairRows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<Keypair> find(UserId user, String name) {
        return rows.find(user.value(), name).map(KeypairRow::toDomain);
    }

    @Override
    public List<Keypair> list(UserId user, @Nullable String after, int limit) {
        return rows.after(user.value(), after == null ? "" : after, Limit.of(limit)).stream()
                .map(KeypairRow::toDomain)
                .toList();
    }

    @Override
    public Keypair add(Keypair keypair) {
        if (rows.find(keypair.user().value(), keypair.name()).isPresent()) {
            throw CloudException.conflict("Key pair '%s' already exists.".formatted(keypair.name()));
        }
        KeypairRow row = KeypairRow.of(keypair);
        rows.insert(row);
        return row.toDomain();
    }

    @Override
    public boolean remove(UserId user, String name) {
        return rows.remove(user.value(), name) > 0;
    }
}
