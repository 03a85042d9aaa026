package io.oblako.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine under a one-machine cloud: for tests that kill its processes and look for what is left. */
final class Machine {

    /** The lock of tests that need the cloud's processes (READ), or end them (READ_WRITE). */
    static final String PROCESSES = "the cloud's processes";

    /** The names of the hosts that the cloud begins with. */
    static final List<String> HOSTS = List.of("h1", "h2");

    private static final Path STATE = Path.of(Cloud.env("OBLAKO_E2E_STATE"));
    private static final Path LAUNCHER = Path.of(Cloud.env("OBLAKO_E2E_LAUNCHER"));
    private static final Duration UP_TIMEOUT = Duration.ofMinutes(3);

    private Machine() {}

    static ProcessHandle process(String name) {
        return processOf(STATE.resolve("pids").resolve(name));
    }

    private static ProcessHandle processOf(Path file) {
        try {
            String text = Files.readString(file).strip();
            return ProcessHandle.of(Long.parseLong(text.split("\\s+")[0]))
                    .orElseThrow(() -> new AssertionError(file.getFileName() + " does not run"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pids of all processes that the launcher started. */
    static List<Long> processIds() {
        try (Stream<Path> files = Files.list(STATE.resolve("pids"))) {
            return files.map(file -> process(file.getFileName().toString()).pid())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a process of the cloud as a power cut would, and waits until it is gone. */
    static void kill(String name) {
        kill(process(name));
    }

    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        awaitEnd(process);
    }

    /** Ends the process that handles a host's packets. The launcher's is the monitor above it, which goes with it. */
    static void killDatapath(String host) {
        ProcessHandle monitor = process("vswitchd-" + host);
        kill(processOf(STATE.resolve("ovn").resolve(host).resolve("ovs-vswitchd.pid")));
        awaitEnd(monitor);
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("process " + process.pid() + " did not die", e);
        }
    }

    /** {@code ./oblako up}: starts again whatever does not run. */
    static void heal() {
        up();
    }

    /** Hosts that are not wanted any more go down in good order, those that are wanted again start anew. */
    static void hosts(int number) {
        up("--hosts", Integer.toString(number));
    }

    private static void up(String... options) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "up", "--state", STATE.toString()));
        command.addAll(List.of(options));
        try {
            Process up = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(STATE.resolve("logs/e2e-heal.log").toFile())
                    .start();
            if (!up.waitFor(UP_TIMEOUT.toSeconds(), TimeUnit.SECONDS) || up.exitValue() != 0) {
                up.destroyForcibly();
                throw new AssertionError("./oblako up failed: " + Files.readString(STATE.resolve("logs/e2e-heal.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The QEMU processes of a server: those whose command line names it. */
    static List<ProcessHandle> qemus(String server) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(process -> commandLine(process).contains("qemu-system")
                        && commandLine(process).contains(server))
                .toList();
    }

    /** The innermost process: QEMU itself, inside its jail. */
    static ProcessHandle qemu(String server) {
        return qemus(server).stream()
                .filter(process -> commandLine(process).startsWith("qemu-system")
                        || commandLine(process).startsWith("/usr/bin/qemu-system"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no QEMU runs for server " + server));
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    /** The folder that holds those of the hosts. */
    static Path hosts() {
        return STATE.resolve("hosts");
    }

    /** Everything under the hosts' folders that bears the server's id. */
    static List<Path> filesOf(String server) {
        try (Stream<Path> all = Files.walk(hosts())) {
            return all.filter(path -> path.getFileName().toString().contains(server))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the host keeps what a server's guest has written to its console. */
    static Path consoleOf(String server) {
        return filesOf(server).stream()
                .map(path -> path.resolve("console.log"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no host has a console of server " + server));
    }
}
