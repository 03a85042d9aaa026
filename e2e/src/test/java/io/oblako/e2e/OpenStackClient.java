package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Debian's {@code openstack} client, unmodified, in its interactive mode: starting it costs more than what most commands do,
 * so one process runs them all, as the admin. What it complains of goes to a file, which is read when the command is over.
 */
final class OpenStackClient implements AutoCloseable {

    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(3);
    /** Echoed by the client, and otherwise left alone: the line before it is over. */
    private static final String OVER = "# over ";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Path complaints;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private long read;
    private int said;

    /**
     * @param folder for what it writes
     * @param more settings in the environment, for example {@code OS_COMPUTE_API_VERSION}
     */
    OpenStackClient(Path folder, Map<String, String> more) {
        try {
            complaints = Files.createTempFile(folder, "complaints", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder("openstack").directory(folder.toFile()).redirectError(complaints.toFile());
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("OS_"));
            environment.put("OS_AUTH_URL", Cloud.env("OBLAKO_E2E_AUTH_URL"));
            environment.put("OS_USERNAME", "admin");
            environment.put("OS_PASSWORD", Cloud.env("OBLAKO_E2E_PASSWORD"));
            environment.put("OS_PROJECT_NAME", "admin");
            environment.put("OS_USER_DOMAIN_ID", "default");
            environment.put("OS_PROJECT_DOMAIN_ID", "default");
            environment.put("OS_IDENTITY_API_VERSION", "3");
            environment.put("PYTHONUNBUFFERED", "1");
            environment.put("PYTHONWARNINGS", "ignore");
            environment.put("COLUMNS", "300");
            environment.putAll(more);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        run("set echo true");
    }

    /** What the client printed for a command, and what it complained of. */
    record Said(String command, String output, String complaint) {

        /** The command did what it should. */
        Said works() {
            assertThat(complaint).as("openstack %s", command).isEmpty();
            return this;
        }

        /** It works and printed these words among others. */
        Said with(String... words) {
            assertThat(works().output).as("openstack %s", command).contains(words);
            return this;
        }

        /** It works and printed none of these words. */
        Said without(String... words) {
            assertThat(works().output).as("openstack %s", command).doesNotContain(words);
            return this;
        }

        /** It was refused, in these words among others. */
        void refused(String... words) {
            assertThat(complaint).as("openstack %s: %s", command, output).contains(words);
        }

        /** The only value that was asked for, as {@code -f value -c NAME} prints it. */
        String value() {
            assertThat(works().output.lines()).as("openstack %s", command).hasSize(1);
            return output.strip();
        }
    }

    Said run(String command) {
        String over = OVER + ++said;
        var deadline = timer.schedule(process::destroyForcibly, LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS);
        try {
            commands.write(command + '\n' + over + '\n');
            commands.flush();
            StringBuilder output = new StringBuilder();
            String line = answers.readLine();
            // The client says how far it is without ending the line.
            while (line != null && !line.endsWith(over)) {
                if (!line.equals(command)) {
                    output.append(line).append('\n');
                }
                line = answers.readLine();
            }
            if (line != null) {
                output.append(line, 0, line.length() - over.length());
            }
            Said all = new Said(command, output.toString(), complaint());
            assertThat(line)
                    .as("openstack %s took more than %s or ended the client: %s", command, LONGEST_COMMAND, all)
                    .isNotNull();
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("openstack " + command, e);
        } finally {
            deadline.cancel(false);
        }
    }

    private String complaint() throws IOException {
        byte[] all = Files.readAllBytes(complaints);
        String fresh = new String(all, (int) read, (int) (all.length - read), StandardCharsets.UTF_8);
        read = all.length;
        return fresh;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        process.destroyForcibly();
    }
}
