package io.oblako.kernel.token;

import static io.oblako.kernel.token.TestTokens.KEY_ID;

import io.oblako.kernel.id.UserId;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How many tokens one thread verifies per second: those it sees for the first time (an ES256 signature each) and those it
 * remembers. {@code java -cp target/classes:target/test-classes:<dependencies> io.oblako.kernel.token.TokenBench}
 */
public final class TokenBench {

    private static final int WARM_UP = 3_000;
    private static final int COLD = 6_000;
    private static final int REMEMBERED = 400_000;
    private static final int KNOWN = 1_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Verifications per second of one core's time, whatever else the core does. */
    public record Figures(double cold, double remembered) {

        /** Milliseconds per verification of a token that was seen before. */
        public double rememberedMillis() {
            return 1000 / remembered;
        }
    }

    private TokenBench() {}

    public static void main(String[] args) {
        measure(System.out);
    }

    public static Figures measure(PrintStream out) {
        KeyPair pair = TestTokens.keyPair();
        Optional<PublicKey> key = Optional.of(pair.getPublic());
        Revocations revocations = new Revocations();
        revocations.revoke("user:somebody-else", Instant.now());
        TokenVerifier verifier =
                new TokenVerifier(id -> id.equals(KEY_ID) ? key : Optional.empty(), revocations, Clock.systemUTC());
        List<String> tokens = new ArrayList<>(WARM_UP + COLD);
        for (int i = 0; i < WARM_UP + COLD; i++) {
            tokens.add(TestTokens.signed(TokenCodec.claims(someone()), pair));
        }
        rate(verifier, tokens.subList(0, WARM_UP), WARM_UP);
        double cold = rate(verifier, tokens.subList(WARM_UP, WARM_UP + COLD), COLD);
        List<String> known = tokens.subList(WARM_UP + COLD - KNOWN, WARM_UP + COLD);
        rate(verifier, known, REMEMBERED / 4);
        Figures figures = new Figures(cold, rate(verifier, known, REMEMBERED));
        out.printf(
                "remembered verifications per second: %.0f (%.4f ms each)%n",
                figures.remembered(), figures.rememberedMillis());
        out.printf("local verifications per second: %.0f%n", figures.cold());
        return figures;
    }

    private static double rate(TokenVerifier verifier, List<String> tokens, int times) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            verifier.verify(tokens.get(i % tokens.size()));
        }
        return times * 1e9 / (THREADS.getCurrentThreadCpuTime() - start);
    }

    private static Caller someone() {
        Caller one = TestTokens.caller(TestTokens.caller().scope(), Instant.now());
        String audit = UUID.randomUUID().toString();
        return new Caller(
                UserId.of(audit),
                one.userName(),
                one.userDomain(),
                one.userDomainName(),
                one.scope(),
                one.roles(),
                one.methods(),
                audit,
                audit,
                one.issuedAt(),
                one.expiresAt(),
                null,
                false,
                List.of());
    }
}
