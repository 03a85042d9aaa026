package io.oblako.compute.domain.console;

import static io.oblako.compute.domain.ComputeError.CONSOLE_NOT_READY;

import io.oblako.compute.contracts.ConsoleKind;
import io.oblako.compute.domain.server.FindServer;
import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Revocations;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Lets callers into consoles (security rows CMP-01, CMP-03, CMP-04): a right is for one server on one host, is used once and
 * soon, and lives no longer than the token of whoever asked for it.
 */
public final class RemoteConsoles {

    /** How long a right waits to be used. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final int SECRET_BYTES = 32;

    private final FindServer find;
    private final ConsoleGrants grants;
    private final Revocations revocations;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public RemoteConsoles(FindServer find, ConsoleGrants grants, Revocations revocations, Clock clock) {
        this.find = find;
        this.grants = grants;
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * Gives the right to open a console. In the caller's transaction.
     *
     * @return the secret that stands for it: 43 letters of base64url; only its digest is kept
     * @param server one that the caller may see
     * @throws CloudException CONSOLE_NOT_READY when the guest does not run
     */
    public String grant(Caller caller, Server server, ConsoleKind kind) {
        String node = server.placement().node();
        if (node == null || !runs(server)) {
            throw new CloudException(
                    CONSOLE_NOT_READY,
                    "Instance %s is not ready: it does not run. Start it, then ask again.".formatted(server.id()));
        }
        Instant now = clock.instant();
        grants.forget(now);
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        grants.add(digest(text), new ConsoleGrant(server.id(), node, kind, caller, now.plus(LIFE)));
        return text;
    }

    /** Uses a right up. In a transaction; empty when there is none behind the secret, or it holds no more. */
    public Optional<ConsoleGrant> redeem(String secret) {
        return grants.take(digest(secret))
                .filter(grant -> clock.instant().isBefore(grant.expires()))
                .filter(this::holds);
    }

    /** Whether the one who was let in may stay: asked again and again while the console is open. */
    public boolean holds(ConsoleGrant grant) {
        Caller caller = grant.caller();
        if (!clock.instant().isBefore(caller.expiresAt()) || revocations.revoked(caller)) {
            return false;
        }
        try {
            Server server = find.find(caller, grant.server());
            return grant.node().equals(server.placement().node()) && runs(server);
        } catch (CloudException gone) {
            return false;
        }
    }

    private static boolean runs(Server server) {
        PowerState power = server.state().power();
        return power == PowerState.RUNNING || power == PowerState.PAUSED;
    }

    private static String digest(String secret) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
