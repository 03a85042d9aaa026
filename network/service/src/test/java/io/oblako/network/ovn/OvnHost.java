package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * OVN whole on one host, whose datapath has neither cards nor a kernel: frames are handed to ports, and what a port is
 * given is there to be read. It needs no rights. Closing ends all processes and removes their folder. For one thread.
 *
 * @see <a href="https://github.com/openvswitch/ovs/blob/branch-3.1/lib/netdev-dummy.c">netdev-dummy</a>
 */
final class OvnHost implements AutoCloseable {

    /** The host's name, and that of the physical network it is joined to. */
    static final String NAME = "h1";

    static final String PHYSICAL_NETWORK = "physnet1";
    /** The port at the other end of the physical network. */
    static final String OUTSIDE = "outside";

    private static final String CONTROLLER = "controller";
    private static final int PCAP_HEADER = 24;
    private static final int PCAP_FRAME_HEADER = 16;

    private final OvnProcesses processes = new OvnProcesses(
            NAME,
            List.of(
                    "external_ids:ovn-monitor-all=true",
                    "external_ids:ovn-bridge-mappings=" + PHYSICAL_NETWORK + ":br-ex"));
    private final Map<String, String> interfaces = new HashMap<>();
    private final Map<String, Integer> read = new HashMap<>();
    private final SocketChannel control;
    private final MappingIterator<JsonNode> answers;
    private final ObjectMapper json = new ObjectMapper();
    private int plugged;

    OvnHost() {
        boolean up = false;
        try {
            Path asked = processes.file("switch.ctl");
            processes.start(
                    "switch", "ovs-vswitchd", processes.socket("conf"), "--enable-dummy=system", "--unixctl=" + asked);
            processes.configure(List.of(
                    "add-br", "br-int", "--", "set", "Bridge", "br-int", "fail_mode=secure", "--", "add-br", "br-ex"));
            processes.configure(port("br-ex", OUTSIDE, OUTSIDE));
            processes.start(CONTROLLER, "ovn-controller", processes.socket("conf"));
            control = SocketChannel.open(StandardProtocolFamily.UNIX);
            control.connect(UnixDomainSocketAddress.of(asked));
            ask("version"); // A reader of JSON waits for the first word.
            answers = json.readerFor(JsonNode.class).readValues(Channels.newInputStream(control));
            answer("version");
            up = true;
        } catch (IOException e) {
            throw new UncheckedIOException("ovs-vswitchd is gone", e);
        } finally {
            if (!up) {
                processes.close();
            }
        }
    }

    NorthboundServer northbound() {
        return processes.northbound();
    }

    /** @param id what OVN calls the port */
    private List<String> port(String bridge, String name, String id) {
        return List.of(
                "--",
                "add-port",
                bridge,
                name,
                "--",
                "set",
                "Interface",
                name,
                "type=dummy",
                "options:tx_pcap=" + written(name),
                "external_ids:iface-id=" + id);
    }

    /** What was given to a port: the file lasts as long as the host. */
    private Path written(String name) {
        return processes.file(name + ".pcap");
    }

    /** Plugs these in, and what was plugged in before out. */
    void plug(Collection<String> ids) {
        List<String> arguments = new ArrayList<>();
        interfaces.values().forEach(name -> arguments.addAll(List.of("--", "del-port", "br-int", name)));
        interfaces.clear();
        ids.forEach(id -> interfaces.put(id, "v" + plugged++));
        interfaces.forEach((id, name) -> arguments.addAll(port("br-int", name, id)));
        processes.configure(arguments);
    }

    /** Returns when the host has what the Northbound database holds now. */
    void settle() {
        processes.settle();
    }

    /** Forgets tracked connections. */
    void forget() {
        control("dpctl/flush-conntrack");
    }

    /** What the host has written down about packets that met logged rules, oldest first. */
    List<String> logged() {
        try {
            return Files.readAllLines(processes.file(CONTROLLER + ".log")).stream()
                    .filter(line -> line.contains("acl_log"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String nameOf(String id) {
        return id.equals(OUTSIDE) ? OUTSIDE : interfaces.get(id);
    }

    /** As if it came from whoever is plugged in. What follows from it without OVN's controller has happened on return. */
    void send(String id, byte[] frame) {
        control("netdev-dummy/receive", nameOf(id), HexFormat.of().formatHex(frame));
        control("version");
        control("version");
    }

    private void control(String method, String... parameters) {
        try {
            ask(method, parameters);
            answer(method);
        } catch (IOException e) {
            throw new UncheckedIOException("ovs-vswitchd is gone", e);
        }
    }

    private void ask(String method, String... parameters) throws IOException {
        ObjectNode request = json.createObjectNode().put("id", 0).put("method", method);
        request.set("params", json.valueToTree(parameters));
        ByteBuffer bytes = ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            control.write(bytes);
        }
    }

    private void answer(String method) throws IOException {
        JsonNode answer = answers.nextValue();
        assertThat(answer.path("error").isNull()).as("%s: %s", method, answer).isTrue();
    }

    /** What the port was given since it was asked the last time. */
    List<byte[]> received(String id) {
        String name = nameOf(id);
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Files.readAllBytes(written(name))).order(ByteOrder.nativeOrder());
            bytes.position(Math.min(bytes.limit(), read.getOrDefault(name, PCAP_HEADER)));
            List<byte[]> frames = new ArrayList<>();
            while (bytes.remaining() >= PCAP_FRAME_HEADER) {
                int length = bytes.getInt(bytes.position() + 8);
                byte[] frame = new byte[length];
                bytes.position(bytes.position() + PCAP_FRAME_HEADER).get(frame);
                frames.add(frame);
            }
            read.put(name, bytes.position());
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            control.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            processes.close();
        }
    }
}
