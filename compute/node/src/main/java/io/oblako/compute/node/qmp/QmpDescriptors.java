package io.oblako.compute.node.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.node.linux.DescriptorSocket;
import io.oblako.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A monitor that takes file descriptors: what a guest in its jail could not open is opened outside and handed in. One
 * command after the other, each waiting for its answer; events are passed over. Not thread-safe.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html#command-QMP-misc.getfd">getfd</a>
 */
public final class QmpDescriptors implements AutoCloseable {

    private final DescriptorSocket socket;

    private QmpDescriptors(DescriptorSocket socket) {
        this.socket = socket;
    }

    /** @param timeout for the greeting and for each answer */
    public static QmpDescriptors connect(Path socket, Duration timeout) throws IOException {
        if (Files.isSymbolicLink(socket)) {
            throw new IOException("The monitor's socket is a link: a guest wants to lead us elsewhere");
        }
        QmpDescriptors monitor = new QmpDescriptors(DescriptorSocket.connect(socket, timeout));
        try {
            monitor.socket.line();
            monitor.execute("qmp_capabilities", Map.of());
            return monitor;
        } catch (IOException | RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    /** Hands a copy of a descriptor over, under a name that this monitor knows until it is used. */
    public void hand(String name, int descriptor) throws IOException {
        execute("getfd", Map.of("fdname", name), descriptor);
    }

    /** @throws QmpRefused when QEMU said no */
    public JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
        return execute(command, arguments, null);
    }

    private JsonNode execute(String command, Map<String, ?> arguments, @Nullable Integer descriptor)
            throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(Json.bytes(
                arguments.isEmpty() ? Map.of("execute", command) : Map.of("execute", command, "arguments", arguments)));
        message.write('\n');
        socket.send(message.toByteArray(), descriptor);
        while (true) {
            JsonNode answer = Json.read(socket.line(), JsonNode.class);
            JsonNode error = answer.get("error");
            if (error != null) {
                throw new QmpRefused(
                        command,
                        error.path("class").asText("GenericError"),
                        error.path("desc").asText(""));
            }
            if (answer.has("return")) {
                return answer.path("return");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
