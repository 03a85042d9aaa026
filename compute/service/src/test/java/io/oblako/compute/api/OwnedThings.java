package io.oblako.compute.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.oblako.kernel.token.Caller;
import io.oblako.testing.AccessMatrix.Thing;
import io.oblako.testing.RouteInventory;
import io.oblako.testing.TestIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Things that somebody owns, for every route whose path names one: a server, a private flavor, a private image, a key
 * pair, a project. A thing is made anew for each request that may destroy it.
 */
final class OwnedThings {

    private static final Map<String, String> PARAMETERS = Map.of(
            "/servers/{server}", "server",
            "/flavors/{flavor}", "flavor",
            "/images/{image}", "image",
            "/os-keypairs/{name}", "name",
            "/os-quota-sets/{project}", "project",
            "/os-simple-tenant-usage/{project}", "project");

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f own";

    private final String flavor = Api.flavor();
    private final UUID image = Api.image();
    private final Map<String, String> kept = new HashMap<>();

    private OwnedThings() {}

    static OwnedThings make() {
        return new OwnedThings();
    }

    static boolean owned(String path) {
        return PARAMETERS.keySet().stream().anyMatch(path::contains);
    }

    /** The images of Nova are gone after 2.35; all else is there in the latest version. */
    static String version(String path) {
        return path.contains("/images") ? "2.35" : "latest";
    }

    /** A thing that the owner is about to ask for, made anew where they may destroy it. */
    Thing forOwner(RouteInventory.Route route, Caller owner) {
        return of(route, owner, route.method().equals("DELETE"));
    }

    /** A thing that somebody else is about to ask for. */
    Thing forStranger(RouteInventory.Route route, Caller owner) {
        return of(route, owner, false);
    }

    /** Whatever else the path names is not there. */
    private Thing of(RouteInventory.Route route, Caller owner, boolean anew) {
        String parameter = PARAMETERS.entrySet().stream()
                .filter(entry -> route.path().contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        String id = anew
                ? fresh(parameter, owner)
                : kept.computeIfAbsent(
                        parameter + (parameter.equals("name") ? owner.user().value() : project(owner)),
                        _ -> fresh(parameter, owner));
        String absentId = parameter.equals("project")
                ? TestIdentity.newProject()
                : UUID.randomUUID().toString();
        return new Thing(fill(route.path(), parameter, id), id, fill(route.path(), parameter, absentId), absentId);
    }

    private String fresh(String parameter, Caller owner) {
        return switch (parameter) {
            case "server" -> server(owner);
            case "flavor" -> flavor(owner);
            case "image" -> image(owner);
            case "name" -> keypair(owner);
            default -> project(owner);
        };
    }

    private static String fill(String path, String parameter, String id) {
        return path.replace("{" + parameter + "}", id).replaceAll("\\{[a-z]+}", "thing");
    }

    private static String project(Caller owner) {
        return owner.project().orElseThrow().value();
    }

    /** A server in the owner's project, made by somebody who may. */
    String server(Caller owner) {
        return Api.as(project(owner), "admin")
                .post("/servers", """
                        {"server": {"name": "own", "imageRef": "%s", "flavorRef": "%s", "networks": "none"}}""".formatted(image, flavor))
                .then()
                .statusCode(202)
                .extract()
                .path("server.id");
    }

    private static String image(Caller owner) {
        String id = Api.image(project(owner), "private").toString();
        Api admin = Api.as(TestIdentity.newProject(), "admin").at("2.35");
        await().atMost(15, SECONDS).until(() -> admin.get("/images/" + id).statusCode() == 200);
        return id;
    }

    private static String flavor(Caller owner) {
        Api admin = Api.as(TestIdentity.newProject(), "admin");
        String id = admin.post("/flavors", """
                        {"flavor": {"name": "own-%s", "ram": 64, "vcpus": 1, "disk": 1,
                            "os-flavor-access:is_public": false}}""".formatted(UUID.randomUUID()))
                .then()
                .statusCode(200)
                .extract()
                .path("flavor.id");
        Api.project(project(owner));
        admin.post(
                        "/flavors/" + id + "/action",
                        "{\"addTenantAccess\": {\"tenant\": \"%s\"}}".formatted(project(owner)))
                .then()
                .statusCode(200);
        return id;
    }

    /** Key pairs are their user's, whatever the project and the role. */
    private static String keypair(Caller owner) {
        String name = "own-" + UUID.randomUUID();
        Caller reader = new Caller(
                owner.user(),
                owner.userName(),
                owner.userDomain(),
                owner.userDomainName(),
                owner.scope(),
                Set.of("reader"),
                owner.methods(),
                owner.auditId(),
                owner.auditChainId(),
                owner.issuedAt(),
                owner.expiresAt(),
                null,
                false,
                List.of());
        Api.withToken(TestIdentity.current().token(reader))
                .post(
                        "/os-keypairs",
                        "{\"keypair\": {\"name\": \"%s\", \"type\": \"ssh\", \"public_key\": \"%s\"}}"
                                .formatted(name, KEY))
                .then()
                .statusCode(201);
        return name;
    }
}
