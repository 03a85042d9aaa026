package io.oblako.kernel.token;

import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Caller} is spelled in the claims of a token. Short names, because the token travels with every request;
 * the catalog is served, never carried. Claims are only ever added.
 */
public final class TokenCodec {

    /** Issuer and audience of our tokens; a token of the log-in server (Keycloak) has others and is refused. */
    public static final String ISSUER = "oblako-identity";

    public static final String AUDIENCE = "oblako";

    private TokenCodec() {}

    public static JwtClaims claims(Caller caller) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(caller.user().value());
        claims.setClaim("iat", caller.issuedAt().getEpochSecond());
        claims.setClaim("ims", caller.issuedAt().toEpochMilli());
        claims.setClaim("exp", caller.expiresAt().getEpochSecond());
        claims.setClaim("jti", caller.auditId());
        if (!caller.auditChainId().equals(caller.auditId())) {
            claims.setClaim("chain", caller.auditChainId());
        }
        claims.setClaim("un", caller.userName());
        claims.setClaim("ud", List.of(caller.userDomain().value(), caller.userDomainName()));
        claims.setClaim("m", caller.methods());
        if (!caller.roles().isEmpty()) {
            claims.setClaim("r", List.copyOf(caller.roles()));
        }
        switch (caller.scope()) {
            case Scope.Unscoped() -> {}
            case Scope.Project(var id, var name, var domain, var domainName) ->
                claims.setClaim("p", List.of(id.value(), name, domain.value(), domainName));
            case Scope.Domain(var id, var name) -> claims.setClaim("d", List.of(id.value(), name));
            case Scope.System() -> claims.setClaim("sys", true);
        }
        if (caller.applicationCredential() != null) {
            claims.setClaim("ac", caller.applicationCredential());
            claims.setClaim("res", caller.restricted());
        }
        if (!caller.accessRules().isEmpty()) {
            claims.setClaim(
                    "rules",
                    caller.accessRules().stream()
                            .map(rule -> List.of(rule.service(), rule.method(), rule.path()))
                            .toList());
        }
        return claims;
    }

    /** @throws MalformedClaimException when a claim is missing or of another shape; the token is then not one of ours */
    public static Caller caller(JwtClaims claims) throws MalformedClaimException {
        List<String> userDomain = strings(claims, "ud", 2);
        String auditId = claims.getJwtId();
        @Nullable String chain = claims.getClaimValue("chain", String.class);
        Long issuedMillis = claims.getClaimValue("ims", Long.class);
        @Nullable String userName = claims.getClaimValue("un", String.class);
        if (auditId == null
                || issuedMillis == null
                || userName == null
                || claims.getSubject() == null
                || claims.getExpirationTime() == null) {
            throw new MalformedClaimException("jti, ims, un, sub and exp are needed");
        }
        try {
            return new Caller(
                    UserId.of(claims.getSubject()),
                    userName,
                    DomainId.of(userDomain.get(0)),
                    userDomain.get(1),
                    scope(claims),
                    new HashSet<>(claims.hasClaim("r") ? list(claims, "r") : List.of()),
                    list(claims, "m"),
                    auditId,
                    chain == null ? auditId : chain,
                    Instant.ofEpochMilli(issuedMillis),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue()),
                    claims.getClaimValue("ac", String.class),
                    Boolean.TRUE.equals(claims.getClaimValue("res", Boolean.class)),
                    rules(claims));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedClaimException("a claim is not what it should be", e);
        }
    }

    private static Scope scope(JwtClaims claims) throws MalformedClaimException {
        if (claims.hasClaim("p")) {
            List<String> p = strings(claims, "p", 4);
            return new Scope.Project(ProjectId.of(p.get(0)), p.get(1), DomainId.of(p.get(2)), p.get(3));
        }
        if (claims.hasClaim("d")) {
            List<String> d = strings(claims, "d", 2);
            return new Scope.Domain(DomainId.of(d.get(0)), d.get(1));
        }
        return Boolean.TRUE.equals(claims.getClaimValue("sys", Boolean.class))
                ? new Scope.System()
                : new Scope.Unscoped();
    }

    private static List<String> strings(JwtClaims claims, String name, int size) throws MalformedClaimException {
        List<String> values = list(claims, name);
        if (values.size() != size) {
            throw new MalformedClaimException(name + " has " + size + " parts");
        }
        return values;
    }

    private static List<String> list(JwtClaims claims, String name) throws MalformedClaimException {
        List<String> values = claims.getStringListClaimValue(name);
        if (!claims.hasClaim(name) || values == null || values.stream().anyMatch(Objects::isNull)) {
            throw new MalformedClaimException(name + " is a list of texts");
        }
        return values;
    }

    private static List<AccessRule> rules(JwtClaims claims) throws MalformedClaimException {
        if (!claims.hasClaim("rules")) {
            return List.of();
        }
        if (!(claims.getClaimValue("rules") instanceof List<?> claimed) || claimed.isEmpty()) {
            throw new MalformedClaimException("rules narrow a token: unreadable ones must not widen it");
        }
        List<AccessRule> rules = new ArrayList<>(claimed.size());
        for (Object rule : claimed) {
            if (!(rule instanceof List<?> parts) || parts.size() != 3) {
                throw new MalformedClaimException("a rule has 3 parts");
            }
            rules.add(new AccessRule(
                    String.valueOf(parts.get(0)), String.valueOf(parts.get(1)), String.valueOf(parts.get(2))));
        }
        return rules;
    }
}
