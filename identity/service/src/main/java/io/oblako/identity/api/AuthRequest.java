package io.oblako.identity.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.identity.domain.token.Proof;
import io.oblako.identity.domain.token.ScopeWish;
import io.oblako.identity.domain.token.ScopeWish.DomainName;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.secret.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a log-in shows and wants.
 *
 * @see <a href="https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management">Keystone:
 *     authentication</a>
 */
record AuthRequest(List<Proof> proofs, ScopeWish scope) {

    private static final int MAX_METHODS = 8;
    private static final int MAX_NAME = 255;
    private static final int MAX_ID = 64;

    /** @throws CloudException INVALID_REQUEST, also for a method named twice (security row ID-16) */
    static AuthRequest read(@Nullable JsonNode json) {
        Body auth = Body.of(json, "auth");
        Body identity = auth.object("identity");
        List<String> methods = identity.texts("methods", MAX_METHODS, MAX_NAME);
        if (methods.isEmpty()) {
            throw CloudException.badRequest("Invalid input for field 'identity.methods': name at least one.");
        }
        if (new HashSet<>(methods).size() != methods.size()) {
            throw CloudException.badRequest("Invalid input for field 'identity.methods': each is named once.");
        }
        List<Proof> proofs = new ArrayList<>();
        for (String method : methods) {
            proofs.add(
                    switch (method) {
                        case "password" -> password(identity.object("password"));
                        case "token" -> new Proof.Token(identity.object("token").name("id", Body.MAX_TEXT));
                        case "application_credential" -> credential(identity.object("application_credential"));
                        default ->
                            throw new CloudException(
                                    CommonError.NOT_AUTHENTICATED,
                                    "The request you have made requires authentication.");
                    });
        }
        return new AuthRequest(proofs, scope(auth));
    }

    private static Proof password(Body body) {
        Body user = body.object("user");
        Secret password = user.secret("password")
                .orElseThrow(() -> CloudException.badRequest("'password.user.password' is a required property"));
        return new Proof.Password(who(user), password);
    }

    private static Proof credential(Body body) {
        Secret secret = body.secret("secret")
                .orElseThrow(() -> CloudException.badRequest("'application_credential.secret' is a required property"));
        Optional<String> id = body.optional("id", MAX_ID);
        if (id.isPresent()) {
            return new Proof.Credential(id.get(), null, null, secret);
        }
        return new Proof.Credential(null, body.name("name", MAX_NAME), who(body.object("user")), secret);
    }

    private static Proof.Who who(Body user) {
        Optional<String> id = user.optional("id", MAX_ID);
        if (id.isPresent()) {
            return new Proof.Who(id.get(), null, null);
        }
        return new Proof.Who(null, user.name("name", MAX_NAME), domain(user.object("domain")));
    }

    private static DomainName domain(Body domain) {
        Optional<String> id = domain.optional("id", MAX_ID);
        return id.isPresent() ? new DomainName(id.get(), null) : new DomainName(null, domain.name("name", MAX_NAME));
    }

    private static ScopeWish scope(Body auth) {
        JsonNode scope = auth.node().get("scope");
        if (scope == null || scope.isNull()) {
            return new ScopeWish.Unsaid();
        }
        if (scope.isTextual() && scope.textValue().equals("unscoped")) {
            return new ScopeWish.Unscoped();
        }
        if (!scope.isObject() || scope.size() != 1) {
            throw CloudException.badRequest(
                    "Invalid input for field 'scope': one of project, domain, system or unscoped is expected.");
        }
        Body body = auth.object("scope");
        if (body.has("unscoped")) {
            return new ScopeWish.Unscoped();
        }
        if (body.has("system")) {
            if (!body.object("system").flag("all", false)) {
                throw CloudException.badRequest("Invalid input for field 'scope.system.all': true is expected.");
            }
            return new ScopeWish.System();
        }
        if (body.has("domain")) {
            return new ScopeWish.Domain(domain(body.object("domain")));
        }
        Body project = body.object("project");
        Optional<String> id = project.optional("id", MAX_ID);
        return id.isPresent()
                ? new ScopeWish.Project(id.get(), null, null)
                : new ScopeWish.Project(null, project.name("name", MAX_NAME), domain(project.object("domain")));
    }
}
