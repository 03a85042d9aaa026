package io.oblako.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One user's view of a running cloud: a token, the endpoints of its catalog, and calls. Nothing but the public API. */
final class Cloud {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final String COMPUTE_VERSION = "2.90";
    private static final Set<String> TERMINAL = Set.of("ACTIVE", "ERROR", "SHUTOFF");
    private static final String CONSOLE = "{\"os-getConsoleOutput\":{\"length\":200}}";

    private final String authUrl;
    private final String token;
    private final String projectId;
    private final String userId;
    private final Map<String, String> endpoints;

    private Cloud(String authUrl, String token, JsonNode body) {
        this.authUrl = authUrl;
        this.token = token;
        this.projectId = body.at("/token/project/id").asText();
        this.userId = body.at("/token/user/id").asText();
        this.endpoints = new HashMap<>();
        body.at("/token/catalog")
                .forEach(service -> service.get("endpoints").forEach(endpoint -> {
                    if (endpoint.get("interface").asText().equals("public")) {
                        endpoints.put(
                                service.get("type").asText(),
                                endpoint.get("url").asText());
                    }
                }));
    }

    /** An answer: status, headers and body. */
    record Answer(int status, JsonNode body, HttpResponse<String> raw) {

        Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("%s %s answered %d instead of %d: %s"
                        .formatted(raw.request().method(), raw.uri(), status, wanted, raw.body()));
            }
            return this;
        }

        String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    /** The admin, as the launcher's files describe it. */
    static Cloud admin() {
        return login(env("OBLAKO_E2E_AUTH_URL"), "admin", env("OBLAKO_E2E_PASSWORD"), "admin");
    }

    static Cloud login(String authUrl, String user, String password, String project) {
        ObjectNode body = Json.shared().createObjectNode();
        ObjectNode identity = body.putObject("auth").putObject("identity");
        identity.putArray("methods").add("password");
        ObjectNode who = identity.putObject("password").putObject("user");
        who.put("name", user).put("password", password).putObject("domain").put("id", "default");
        ((ObjectNode) body.get("auth"))
                .putObject("scope")
                .putObject("project")
                .put("name", project)
                .putObject("domain")
                .put("id", "default");
        Answer answer = send("POST", authUrl + "/auth/tokens", null, body.toString(), Map.of());
        answer.expect(201);
        String token = answer.raw().headers().firstValue("X-Subject-Token").orElseThrow();
        return new Cloud(authUrl, token, answer.body());
    }

    static String env(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: run the end-to-end tests by ./oblako test");
        }
        return value;
    }

    String token() {
        return token;
    }

    String projectId() {
        return projectId;
    }

    String userId() {
        return userId;
    }

    Answer identity(String method, String path, @Nullable String body) {
        return send(method, authUrl + path, token, body, Map.of());
    }

    Answer image(String method, String path, @Nullable String body) {
        String contentType =
                method.equals("PATCH") ? "application/openstack-images-v2.1-json-patch" : "application/json";
        return send(method, endpoint("image") + path, token, body, Map.of("Content-Type", contentType));
    }

    Answer compute(String method, String path, @Nullable String body) {
        return compute(method, path, body, Map.of());
    }

    Answer compute(String method, String path, @Nullable String body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("OpenStack-API-Version", "compute " + COMPUTE_VERSION);
        return send(method, endpoint("compute") + path, token, body, all);
    }

    /** The network API; quotes may be written as apostrophes. */
    Answer network(String method, String path, @Nullable String body) {
        String json = body == null ? null : body.replace('\'', '"');
        return send(method, endpoint("network") + "/v2.0" + path, token, json, Map.of());
    }

    /** Makes one thing by the network API: {@code networkMade("networks", "network", "{'network': {}}")}; its id. */
    String networkMade(String path, String word, String body) {
        return network("POST", "/" + path, body).expect(201).text("/" + word + "/id");
    }

    String endpoint(String type) {
        String url = endpoints.get(type);
        if (url == null) {
            throw new AssertionError("the catalog has no " + type + ", only " + endpoints.keySet());
        }
        return url;
    }

    private static Answer send(
            String method, String url, @Nullable String token, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
        if (token != null) {
            request.header("X-Auth-Token", token);
        }
        headers.forEach(request::header);
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            HttpResponse<String> raw = HTTP.send(request.build(), BodyHandlers.ofString());
            String text = raw.body();
            boolean json = text.startsWith("{") || text.startsWith("[");
            return new Answer(
                    raw.statusCode(),
                    json ? Json.shared().readTree(text) : Json.shared().nullNode(),
                    raw);
        } catch (IOException e) {
            throw new CloudAway(method + ' ' + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloudAway(method + ' ' + url, e);
        }
    }

    /** The service did not answer at all. */
    static final class CloudAway extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CloudAway(String what, Throwable cause) {
            super(what, cause);
        }
    }

    // What tests make and wait for.

    /** A project of its own with a user who has the role in it; both are named after the test. */
    Tenant tenant(String name, String role) {
        String unique = name + '-' + UUID.randomUUID().toString().substring(0, 8);
        String project = identity("POST", "/projects", "{\"project\":{\"name\":\"%s\"}}".formatted(unique))
                .expect(201)
                .text("/project/id");
        String password = "Pw-" + UUID.randomUUID();
        String user = identity(
                        "POST",
                        "/users",
                        "{\"user\":{\"name\":\"%s\",\"password\":\"%s\"}}".formatted(unique, password))
                .expect(201)
                .text("/user/id");
        String roleId = identity("GET", "/roles?name=" + role, null).expect(200).text("/roles/0/id");
        identity("PUT", "/projects/%s/users/%s/roles/%s".formatted(project, user, roleId), null)
                .expect(204);
        return new Tenant(this, project, user, unique, password, roleId);
    }

    /** A project with one user, made by the admin and removed with {@link #close}. */
    record Tenant(Cloud admin, String project, String user, String name, String password, String role)
            implements AutoCloseable {

        Cloud login() {
            return Cloud.login(admin.authUrl, name, password, name);
        }

        @Override
        public void close() {
            admin.identity("DELETE", "/users/" + user, null);
            admin.identity("DELETE", "/projects/" + project, null);
        }
    }

    String flavor(String name) {
        for (JsonNode flavor :
                compute("GET", "/flavors", null).expect(200).body().get("flavors")) {
            if (flavor.get("name").asText().equals(name)) {
                return flavor.get("id").asText();
            }
        }
        throw new AssertionError("there is no flavor " + name);
    }

    String imageNamed(String name) {
        String id = image("GET", "/v2/images?name=" + name, null).expect(200).text("/images/0/id");
        if (id.isEmpty()) {
            throw new AssertionError("there is no image " + name);
        }
        return id;
    }

    /** Asks for a server of the tiny test image without a network. */
    String boot(String name) {
        return boot(name, imageNamed("mote"));
    }

    String boot(String name, String image) {
        return boot(name, image, flavor("m1.tiny"));
    }

    String boot(String name, String image, String flavor) {
        String body = """
                {"server":{"name":"%s","imageRef":"%s","flavorRef":"%s","networks":"none"}}""".formatted(name, image, flavor);
        return compute("POST", "/servers", body).expect(202).text("/server/id");
    }

    /** As {@link #boot}, on the host of that name: for administrators. */
    String bootOn(String host, String name) {
        String body =
                "{\"server\":{\"name\":\"%s\",\"imageRef\":\"%s\",\"flavorRef\":\"%s\",\"networks\":\"none\",\"host\":\"%s\"}}"
                        .formatted(name, imageNamed("mote"), flavor("m1.tiny"), host);
        return compute("POST", "/servers", body).expect(202).text("/server/id");
    }

    /** Asks for a server of the tiny test image with one interface, whose guest runs the script when it has booted. */
    String bootOnNetwork(String name, String network, String script) {
        return compute("POST", "/servers", onNetwork(name, network, script))
                .expect(202)
                .text("/server/id");
    }

    /** The body of that request. */
    String onNetwork(String name, String network, String script) {
        String body = """
                {"server":{"name":"%s","imageRef":"%s","flavorRef":"%s","user_data":"%s","networks":[{"uuid":"%s"}]}}""";
        String data = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
        return body.formatted(name, imageNamed("mote"), flavor("m1.tiny"), data, network);
    }

    JsonNode server(String id) {
        return compute("GET", "/servers/" + id, null).expect(200).body().get("server");
    }

    /** Waits until the server has the status, or fails with what it says of itself. */
    JsonNode await(String id, String status, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        JsonNode server = server(id);
        while (!server.get("status").asText().equals(status)) {
            boolean dead = server.get("status").asText().equals("ERROR") && !status.equals("ERROR");
            if (dead || System.nanoTime() > deadline) {
                throw new AssertionError("server %s is %s (%s) instead of %s: %s"
                        .formatted(
                                id,
                                server.get("status").asText(),
                                server.path("OS-EXT-STS:task_state").asText(),
                                status,
                                server.path("fault")));
            }
            sleep(Duration.ofMillis(100));
            server = server(id);
        }
        return server;
    }

    /** Waits until the server has come to an end of whatever was asked for; an error says why. */
    JsonNode awaitTerminal(String id, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            JsonNode server = server(id);
            String status = server.get("status").asText();
            boolean ended = TERMINAL.contains(status)
                    && server.path("OS-EXT-STS:task_state").isNull();
            if (ended
                    && (!status.equals("ERROR")
                            || !server.at("/fault/message").asText().isEmpty())) {
                return server;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("server " + id + " comes to no end that says why: " + server);
            }
            sleep(Duration.ofMillis(200));
        }
    }

    /** Waits until nothing is being done to the server. */
    void awaitIdle(String id, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!server(id).path("OS-EXT-STS:task_state").isNull()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("server " + id + " is still worked on: " + server(id));
            }
            sleep(Duration.ofMillis(100));
        }
    }

    void awaitGone(String id, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (compute("GET", "/servers/" + id, null).status() != 404) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("server " + id + " is still there: " + server(id));
            }
            sleep(Duration.ofMillis(100));
        }
    }

    /** Waits until the console shows the text. */
    String awaitConsole(String id, String text, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            String output = console(id);
            if (output.contains(text)) {
                return output;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the console never showed '" + text + "', only:\n" + output);
            }
            sleep(Duration.ofMillis(250));
        }
    }

    /** As {@link #awaitConsole}, while other tests end the processes that answer: what they say meanwhile does not count. */
    String awaitConsoleWhateverDies(String id, String text, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        String seen = "nothing";
        while (System.nanoTime() < deadline) {
            try {
                Answer answer = act(id, CONSOLE);
                if (answer.status() != 200) {
                    neverComesTo(id);
                }
                seen = answer.status() == 200
                        ? answer.text("/output")
                        : answer.raw().body();
            } catch (CloudAway e) {
                seen = e.toString();
            }
            if (seen.contains(text)) {
                return seen;
            }
            sleep(Duration.ofSeconds(1));
        }
        throw new AssertionError("the console never showed '" + text + "', at last only:\n" + seen);
    }

    /** A server in ERROR has no console and will not have one. */
    private void neverComesTo(String id) {
        Answer server = compute("GET", "/servers/" + id, null);
        if (server.status() == 200 && server.text("/server/status").equals("ERROR")) {
            throw new AssertionError("server %s is in ERROR: %s".formatted(id, server.text("/server/fault/message")));
        }
    }

    String console(String id) {
        return act(id, CONSOLE).expect(200).text("/output");
    }

    Answer act(String id, String action) {
        return compute("POST", "/servers/" + id + "/action", action);
    }

    void delete(String id) {
        compute("DELETE", "/servers/" + id, null).expect(204);
        awaitGone(id, Duration.ofSeconds(60));
    }

    static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
