package io.oblako.kernel.token;

import static io.oblako.kernel.token.TestTokens.NOW;
import static io.oblako.kernel.token.TestTokens.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.id.DomainId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationsTest {

    private final Revocations revocations = new Revocations();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token:audit1",
                "chain:chain1",
                "user:u1",
                "domain:default",
                "credential:cred1",
                "project:p1",
                "grant:u1/p1",
            })
    void ID_01_everySubjectOfATokenReachesIt(String subject) {
        assertThat(revocations.revoked(caller())).isFalse();
        revocations.revoke(subject, NOW);
        assertThat(revocations.revoked(caller())).isTrue();
        assertThat(revocations.revoked(caller(caller().scope(), NOW.plusMillis(1))))
                .as("issued a millisecond later")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token:chain1", "chain:audit1", "user:p1", "project:u1", "grant:u1/p2", "grant:u1/system"})
    void othersAreLeftAlone(String subject) {
        revocations.revoke(subject, NOW.plusSeconds(60));
        assertThat(revocations.revoked(caller())).isFalse();
    }

    @Test
    void scopesOfDomainAndSystemHaveTheirGrants() {
        Caller inDomain = caller(new Scope.Domain(DomainId.of("d9"), "Nine"), NOW);
        Caller inSystem = caller(new Scope.System(), NOW);
        revocations.revoke("grant:u1/d9", NOW);
        assertThat(revocations.revoked(inDomain)).isTrue();
        assertThat(revocations.revoked(inSystem)).isFalse();
        revocations.revoke("grant:u1/system", NOW);
        assertThat(revocations.revoked(inSystem)).isTrue();
    }

    @Test
    void theLatestMomentCountsWhateverTheOrder() {
        revocations.revoke("user:u1", NOW);
        revocations.revoke("user:u1", NOW.minusSeconds(60));
        assertThat(revocations.revoked(caller())).isTrue();
        assertThat(revocations.size()).isEqualTo(1);
        revocations.forget("user:u1");
        assertThat(revocations.revoked(caller())).isFalse();
        assertThat(revocations.size()).isZero();
    }
}
