package io.oblako.identity.api;

import static io.oblako.identity.api.Cloud.as;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.identity.api.Cloud.Member;
import io.oblako.identity.domain.people.LoginServer;
import io.oblako.identity.domain.people.PasswordChanges;
import io.oblako.identity.domain.people.PasswordChanges.Begun;
import io.oblako.identity.domain.people.SetPassword;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.tx.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of a password whose process dies between its parts: the real log-in server, real tables. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class SetPasswordIT {

    private static final Secret ANOTHER = Secret.of("quite-another-1");

    @Inject
    SetPassword passwords;

    @Inject
    LoginServer loginServer;

    @Inject
    PasswordChanges changes;

    @Inject
    Revoker revoker;

    @Inject
    Transactions transactions;

    private String admin;
    private Member member;
    private String token;

    @BeforeEach
    void makeAMember() {
        admin = Cloud.admin();
        member = Member.fresh(admin, "member");
        token = member.token();
    }

    private List<Begun> begun() {
        return changes.begunBefore(Instant.now().plusSeconds(60), 1000).stream()
                .filter(change -> change.userId().equals(member.user()))
                .toList();
    }

    /** Nobody but the rounds of the service under test finishes it. */
    private void awaitSettled() {
        await().atMost(20, SECONDS).until(() -> begun().isEmpty());
    }

    @Test
    void ID_19_killedBeforeTheLogInServerWasAskedTheTokensLive() {
        Instant before = loginServer.passwordSetAt(member.user()).orElseThrow();
        Instant longAgo = Instant.now().minus(Duration.ofMinutes(4));
        transactions.run(() -> changes.add(new Begun(UUID.randomUUID(), member.user(), before, longAgo)));
        awaitSettled();
        assertThat(Cloud.statusWith(token)).isEqualTo(200);
        Cloud.logIn(member.body()).then().statusCode(201);
    }

    /** It might still be on its way: only time tells that it is not. */
    @Test
    void ID_19_whatWasBegunJustNowIsNotGivenUp() {
        Instant before = loginServer.passwordSetAt(member.user()).orElseThrow();
        var change = new Begun(
                UUID.randomUUID(), member.user(), before, Instant.now().minusSeconds(30));
        transactions.run(() -> changes.add(change));
        passwords.settle();
        assertThat(begun()).hasSize(1);
        loginServer.setPassword(member.user(), ANOTHER);
        passwords.settle();
        assertThat(begun()).isEmpty();
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
    }

    @Test
    void ID_19_killedAfterTheLogInServerHasChangedItTheTokensDie() {
        Runnable neverRun = passwords.set(member.user(), ANOTHER);
        assertThat(neverRun).isNotNull();
        assertThat(Cloud.statusWith(token)).isEqualTo(200);
        awaitSettled();
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        Cloud.logIn(member.body().replace(member.password(), ANOTHER.reveal()))
                .then()
                .statusCode(201);
    }

    @Test
    void ID_19_whatTwoReplicasSettleAtOnceIsSettledOnce() {
        Runnable neverRun = passwords.set(member.user(), ANOTHER);
        assertThat(neverRun).isNotNull();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(2));
        var replica = new SetPassword(loginServer, changes, revoker, transactions, later);
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(replica::settle), CompletableFuture.runAsync(replica::settle))
                .join();
        assertThat(begun()).isEmpty();
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
    }

    @Test
    void ID_19_aPasswordThatIsRefusedTakesNothingBack() {
        assertThatThrownBy(() -> passwords.set(member.user(), Secret.of("short")))
                .isInstanceOf(CloudException.class);
        assertThat(begun()).isEmpty();
        assertThat(Cloud.statusWith(token)).isEqualTo(200);
    }

    @Test
    void ID_19_aPasswordSetByAnOperatorTakesTokensBackAndKeepsTheRest() {
        Response answer = as(admin)
                .body(Map.of("user", Map.of("password", ANOTHER.reveal(), "description", "forgetful")))
                .patch("/v3/users/" + member.user());
        answer.then().statusCode(200);
        assertThat(answer.<String>path("user.description")).isEqualTo("forgetful");
        assertThat(Cloud.statusWith(token)).isEqualTo(401);
        assertThat(begun()).isEmpty();
    }

    @Test
    void I11_aRepeatedChangeIsAnsweredLikeTheFirst() {
        Map<String, Object> body =
                Map.of("user", Map.of("original_password", member.password(), "password", ANOTHER.reveal()));
        String path = "/v3/users/%s/password".formatted(member.user());
        String key = UUID.randomUUID().toString();
        as(token).header("Idempotency-Key", key).body(body).post(path).then().statusCode(204);
        String anew = Cloud.token(member.body().replace(member.password(), ANOTHER.reveal()));
        Response again = as(anew).header("Idempotency-Key", key).body(body).post(path);
        again.then().statusCode(204);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(Cloud.statusWith(anew)).as("nothing was taken back again").isEqualTo(200);
        as(anew).header("Idempotency-Key", key)
                .body(Map.of("user", Map.of("original_password", "x", "password", "y")))
                .post(path)
                .then()
                .statusCode(409);
    }

    /** So each of the routes above proves that it keeps none open while the log-in server hashes. */
    @Test
    void aPasswordIsNotSetInsideATransaction() {
        assertThatThrownBy(() -> transactions.run(() -> passwords.set(member.user(), ANOTHER)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(begun()).isEmpty();
        assertThat(Cloud.statusWith(token)).isEqualTo(200);
    }
}
