package io.oblako.image.inspect;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real qemu-img, which {@code ./oblako} installs. Formats are always explicit. */
final class QemuImg {

    private static final int TIMEOUT_SECONDS = 20;

    private final Path folder;

    QemuImg(Path folder) {
        this.folder = folder;
    }

    /** Runs in the folder and insists on success. */
    String run(String... arguments) throws IOException, InterruptedException {
        Result result = attempt(arguments);
        if (result.exit() != 0) {
            throw new AssertionError("qemu-img %s: %s".formatted(List.of(arguments), result.output()));
        }
        return result.output();
    }

    Result attempt(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of("qemu-img"));
        command.addAll(List.of(arguments));
        File output = folder.resolve("qemu-img.out").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("qemu-img %s did not end".formatted(command));
        }
        return new Result(process.exitValue(), Files.readString(output.toPath()));
    }

    record Result(int exit, String output) {}
}
