package io.oblako.identity.domain.token;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.ErrorKind;
import java.util.List;

/** Told what comes of log-ins. It must be quick and must not throw. */
@FunctionalInterface
public interface LogInObserver {

    /** How somebody wanted to prove who they are. */
    enum Method {
        PASSWORD,
        TOKEN,
        APPLICATION_CREDENTIAL,
        /** An access token of a trusted identity provider. */
        OPENID,
        /** More than one of them at once. */
        SEVERAL;

        static Method of(List<Proof> proofs) {
            if (proofs.size() != 1) {
                return SEVERAL;
            }
            return switch (proofs.getFirst()) {
                case Proof.Password _ -> PASSWORD;
                case Proof.Token _ -> TOKEN;
                case Proof.Credential _ -> APPLICATION_CREDENTIAL;
            };
        }
    }

    /** What came of it. */
    enum Outcome {
        ISSUED,
        REFUSED,
        /** After too many failures: it was not looked at. */
        KEPT_OUT,
        /** Nobody could tell, the log-in server or the database was away. */
        FAILED;

        public static Outcome of(RuntimeException e) {
            if (!(e instanceof CloudException known) || known.kind().status() >= ErrorKind.INTERNAL.status()) {
                return FAILED;
            }
            return known.kind() == ErrorKind.TOO_MANY_REQUESTS ? KEPT_OUT : REFUSED;
        }
    }

    void loggedIn(Method method, Outcome outcome);
}
