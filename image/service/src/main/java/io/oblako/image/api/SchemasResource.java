package io.oblako.image.api;

import io.oblako.kernel.error.CloudException;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON schemas of what this API shows, which clients read before they speak. */
@Path("/v2/schemas/{schema}")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class SchemasResource {

    private static final List<String> NAMES = List.of("image", "images", "member", "members", "task", "tasks");

    private final Map<String, String> schemas = new HashMap<>();

    SchemasResource() {
        NAMES.forEach(name -> schemas.put(name, read(name)));
    }

    @GET
    @Operation("image:schemas:show")
    public String show(@PathParam("schema") String schema) {
        String found = schemas.get(schema);
        if (found == null) {
            throw CloudException.notFound("There is no such schema.");
        }
        return found;
    }

    private static String read(String name) {
        try (InputStream json = SchemasResource.class.getResourceAsStream("/schemas/" + name + ".json")) {
            if (json == null) {
                throw new IllegalStateException("schemas/" + name + ".json is missing");
            }
            return new String(json.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
