package io.oblako.identity.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.token.Proof;
import io.oblako.identity.domain.token.ScopeWish;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.json.Json;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthRequestTest {

    private static final String PASSWORD = "{'user': {'name': 'u', 'domain': {'id': 'default'}, 'password': 'p'}}";

    private static AuthRequest read(String singleQuoted) {
        return AuthRequest.read(Json.read(singleQuoted.replace('\'', '"'), JsonNode.class));
    }

    @Test
    void aPasswordWithAProjectByName() {
        AuthRequest request = read("{'auth': {'identity': {'methods': ['password'], 'password': " + PASSWORD
                + "}, 'scope': {'project': {'name': 'x', 'domain': {'name': 'Default'}}}}}");
        assertThat(request.proofs()).singleElement().isInstanceOf(Proof.Password.class);
        assertThat(request.scope())
                .isEqualTo(new ScopeWish.Project(null, "x", new ScopeWish.DomainName(null, "Default")));
    }

    @Test
    void nullIsTheSameAsNothing() {
        AuthRequest request =
                read("{'auth': {'identity': {'methods': ['password'], 'password': " + PASSWORD + "}, 'scope': null}}");
        assertThat(request.scope()).isEqualTo(new ScopeWish.Unsaid());
    }

    @Test
    void aProofNeverPrintsItsSecret() {
        AuthRequest request =
                read("{'auth': {'identity': {'methods': ['token'], 'token': {'id': 'very-secret-token'}}}}");
        assertThat(request.toString()).doesNotContain("very-secret-token");
    }

    @Test
    void ID_16_aMethodIsNamedOnce() {
        String many = String.join(",", Collections.nCopies(10_000, "'password'"));
        for (String methods : new String[] {"'password','password'", many}) {
            assertThatThrownBy(() -> read(
                            "{'auth': {'identity': {'methods': [" + methods + "], 'password': " + PASSWORD + "}}}"))
                    .isInstanceOfSatisfying(
                            CloudException.class, e -> assertThat(e.code()).isEqualTo(CommonError.INVALID_REQUEST));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'auth': 1}",
                "{'auth': {}}",
                "{'auth': {'identity': {}}}",
                "{'auth': {'identity': {'methods': []}}}",
                "{'auth': {'identity': {'methods': [1]}}}",
                "{'auth': {'identity': {'methods': ['password']}}}",
                "{'auth': {'identity': {'methods': ['password'], 'password': {'user': {'id': 'x'}}}}}",
                "{'auth': {'identity': {'methods': ['password'], 'password': {'user': {'id': 'x', 'password': 1}}}}}",
                "{'auth': {'identity': {'methods': ['token'], 'token': {'id': 't'}}, 'scope': {}}}",
                "{'auth': {'identity': {'methods': ['token'], 'token': {'id': 't'}}, 'scope': {'project': {}}}}",
                "{'auth': {'identity': {'methods': ['token'], 'token': {'id': 't'}}, 'scope': {'system': {}}}}"
            })
    void whatCannotBeUnderstoodIsABadRequest(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(CommonError.INVALID_REQUEST));
    }
}
