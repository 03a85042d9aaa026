package io.oblako.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.oblako.compute.api.view.Document;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a document with the file that was checked in, so that every change of an answer shows in review. With
 * {@code -Dgolden.write=true} the files are written anew instead.
 */
public final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    public static void assertSame(String name, Document document) {
        Path file = FOLDER.resolve(name + ".json");
        try {
            JsonNode actual = Json.shared().readTree(document.toString());
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(
                        file,
                        Json.shared()
                                        .writer()
                                        .with(SerializationFeature.INDENT_OUTPUT)
                                        .writeValueAsString(actual) + "\n");
            }
            assertThat(actual).as(name).isEqualTo(Json.shared().readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + file, e);
        }
    }
}
