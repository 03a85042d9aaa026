package io.oblako.kernel.token;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has been taken back. One entry says: tokens about this subject that were issued at or before this moment are void.
 * Filled from the topic {@code identity.revocation.v1}, which every service reads from its beginning at start, so that a
 * restart forgets nothing. Thread-safe; a look-up costs a few hash probes.
 *
 * <p>Subjects are spelled {@code kind:id}: {@code token:<audit id>}, {@code chain:<audit id>}, {@code user:<id>},
 * {@code project:<id>}, {@code domain:<id>}, {@code credential:<application credential id>},
 * {@code grant:<user id>/<project id, domain id or system>}.
 */
public final class Revocations {

    private final Map<String, Instant> bySubject = new ConcurrentHashMap<>();

    /** Remembers that tokens about the subject are void when issued at or before the moment; the latest moment counts. */
    public void revoke(String subject, Instant issuedAtOrBefore) {
        bySubject.merge(subject, issuedAtOrBefore, (a, b) -> a.isAfter(b) ? a : b);
    }

    /** Forgets a subject: all tokens it concerned have expired. */
    public void forget(String subject) {
        bySubject.remove(subject);
    }

    public int size() {
        return bySubject.size();
    }

    /** Whether any entry concerns this token. */
    public boolean revoked(Caller caller) {
        if (bySubject.isEmpty()) {
            return false;
        }
        String user = caller.user().value();
        return hit("token:" + caller.auditId(), caller)
                || hit("chain:" + caller.auditChainId(), caller)
                || hit("user:" + user, caller)
                || hit("domain:" + caller.userDomain(), caller)
                || (caller.applicationCredential() != null
                        && hit("credential:" + caller.applicationCredential(), caller))
                || switch (caller.scope()) {
                    case Scope.Unscoped() -> false;
                    case Scope.Project p ->
                        hit("project:" + p.id(), caller)
                                || hit("domain:" + p.domain(), caller)
                                || hit("grant:" + user + '/' + p.id(), caller);
                    case Scope.Domain d ->
                        hit("domain:" + d.id(), caller) || hit("grant:" + user + '/' + d.id(), caller);
                    case Scope.System() -> hit("grant:" + user + "/system", caller);
                };
    }

    private boolean hit(String subject, Caller caller) {
        Instant until = bySubject.get(subject);
        return until != null && !caller.issuedAt().isAfter(until);
    }
}
