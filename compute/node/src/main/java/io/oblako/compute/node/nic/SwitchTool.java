package io.oblako.compute.node.nic;

import io.oblako.kernel.process.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The tools of Open vSwitch, which speak to it where its database does not reach. */
final class SwitchTool {

    private static final Duration MOST = Duration.ofSeconds(10);

    private SwitchTool() {}

    /** As {@link #run(String, List, String)}, with nothing to read. */
    static String run(String aim, List<String> command) throws IOException {
        return run(aim, command, "");
    }

    /**
     * @param aim what the switch does not do when the tool fails, for example "limit connections"
     * @param input what the tool reads
     * @return what it says
     */
    static String run(String aim, List<String> command, String input) throws IOException {
        try {
            Processes.Result result = Processes.run(command, input, MOST);
            if (result.ok()) {
                return result.output();
            }
            throw new IOException("The host's switch does not %s: %s"
                    .formatted(aim, result.output().strip()));
        } catch (Processes.ProcessFailed e) {
            throw new IOException("The host's switch does not %s: %s".formatted(aim, e.getMessage()), e);
        }
    }
}
