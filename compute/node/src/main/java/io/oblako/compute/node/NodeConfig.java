package io.oblako.compute.node;

import io.oblako.kernel.secret.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a node daemon is set up, read from the environment. Unknown {@code OBLAKO_NODE_*} names stop the start.
 *
 * @param name OBLAKO_NODE_NAME, default the host's name; several simulated nodes get a number after it
 * @param driver OBLAKO_NODE_DRIVER, qemu or simulated
 * @param count OBLAKO_NODE_COUNT, nodes in this process; more than one only with the simulated driver
 * @param stateDir OBLAKO_NODE_STATE_DIR, where disks, images and wishes live
 * @param httpHost OBLAKO_NODE_HTTP_HOST, the address to listen on
 * @param httpPort OBLAKO_NODE_HTTP_PORT
 * @param kafka OBLAKO_KAFKA, host:port list
 * @param topicPrefix OBLAKO_TOPIC_PREFIX
 * @param identityUrl OBLAKO_IDENTITY_URL, with /v3
 * @param imageUrl OBLAKO_IMAGE_URL
 * @param credentialId OBLAKO_NODE_CREDENTIAL_ID, an application credential with the role service
 * @param credentialSecret OBLAKO_NODE_CREDENTIAL_SECRET
 * @param secretsKey OBLAKO_SECRETS_KEY, 32 bytes in base64, shared with compute
 * @param vcpus OBLAKO_NODE_VCPUS, 0 for the machine's
 * @param ramMib OBLAKO_NODE_RAM_MIB, 0 for the machine's
 * @param diskGib OBLAKO_NODE_DISK_GIB, 0 for the file system's
 * @param imageCacheGib OBLAKO_NODE_IMAGE_CACHE_GIB, above which unused images are dropped; default 20
 * @param controlGroup OBLAKO_NODE_CONTROL_GROUP, name of the control group below which the guests' are made where the host
 *     has version 1 of them; default oblako
 * @param hostStart OBLAKO_NODE_HOST_START, what tells this start of a simulated host from the one before, beside the
 *     machine's own boot id; empty on a real machine
 * @param resumeGuests OBLAKO_NODE_RESUME_GUESTS, whether guests that ran when the host went down are started when it starts
 *     anew (Nova's resume_guests_state_on_host_boot); otherwise their servers are shut off. Default true
 * @param shutdownSeconds OBLAKO_NODE_SHUTDOWN_SECONDS, how long guests may take to power down with their host; default 20
 * @param hostSwitch OBLAKO_NODE_SWITCH, the host's Open vSwitch database, for example unix:/run/openvswitch/db.sock;
 *     beside it are the sockets of its bridges; empty on a host without a network
 * @param connections OBLAKO_NODE_CONNECTIONS, how many connections the host's switch remembers of one port or router at
 *     most; default 65536
 * @param jsonLogs whether the log is JSON, a record a line, as the services' is
 */
public record NodeConfig(
        String name,
        Driver driver,
        int count,
        Path stateDir,
        String httpHost,
        int httpPort,
        String kafka,
        String topicPrefix,
        String identityUrl,
        String imageUrl,
        String credentialId,
        Secret credentialSecret,
        Secret secretsKey,
        int vcpus,
        int ramMib,
        int diskGib,
        int imageCacheGib,
        String controlGroup,
        String hostStart,
        boolean resumeGuests,
        int shutdownSeconds,
        String hostSwitch,
        int connections,
        boolean jsonLogs) {

    private static final String PREFIX = "OBLAKO_NODE_";
    private static final Set<String> KNOWN = Set.of(
            "OBLAKO_NODE_NAME",
            "OBLAKO_NODE_DRIVER",
            "OBLAKO_NODE_COUNT",
            "OBLAKO_NODE_STATE_DIR",
            "OBLAKO_NODE_HTTP_HOST",
            "OBLAKO_NODE_HTTP_PORT",
            "OBLAKO_NODE_CREDENTIAL_ID",
            "OBLAKO_NODE_CREDENTIAL_SECRET",
            "OBLAKO_NODE_VCPUS",
            "OBLAKO_NODE_RAM_MIB",
            "OBLAKO_NODE_DISK_GIB",
            "OBLAKO_NODE_IMAGE_CACHE_GIB",
            "OBLAKO_NODE_CONTROL_GROUP",
            "OBLAKO_NODE_HOST_START",
            "OBLAKO_NODE_RESUME_GUESTS",
            "OBLAKO_NODE_SHUTDOWN_SECONDS",
            "OBLAKO_NODE_SWITCH",
            "OBLAKO_NODE_CONNECTIONS");

    private static final int MAX_NODES = 10_000;

    /** What runs the guests. */
    public enum Driver {
        QEMU,
        SIMULATED
    }

    public NodeConfig {
        if (count < 1 || count > MAX_NODES || (count > 1 && driver != Driver.SIMULATED)) {
            throw new IllegalArgumentException(
                    "OBLAKO_NODE_COUNT is 1, or up to %d with OBLAKO_NODE_DRIVER=simulated".formatted(MAX_NODES));
        }
    }

    /** @throws IllegalArgumentException naming what is missing or wrong */
    public static NodeConfig of(Map<String, String> environment) {
        Set<String> unknown = new TreeSet<>(environment.keySet());
        unknown.removeIf(key -> !key.startsWith(PREFIX) || KNOWN.contains(key));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Unknown settings: " + unknown);
        }
        var values = new Values(environment);
        return new NodeConfig(
                values.text("OBLAKO_NODE_NAME", hostName()),
                driver(values.text("OBLAKO_NODE_DRIVER", "qemu")),
                values.number("OBLAKO_NODE_COUNT", 1),
                Path.of(values.required("OBLAKO_NODE_STATE_DIR")).toAbsolutePath(),
                values.text("OBLAKO_NODE_HTTP_HOST", "127.0.0.1"),
                values.number("OBLAKO_NODE_HTTP_PORT", 8780),
                values.required("OBLAKO_KAFKA"),
                values.text("OBLAKO_TOPIC_PREFIX", ""),
                values.text("OBLAKO_IDENTITY_URL", "http://127.0.0.1:5000/v3"),
                values.text("OBLAKO_IMAGE_URL", "http://127.0.0.1:9292"),
                values.text("OBLAKO_NODE_CREDENTIAL_ID", ""),
                Secret.of(values.text("OBLAKO_NODE_CREDENTIAL_SECRET", "")),
                Secret.of(values.required("OBLAKO_SECRETS_KEY")),
                values.number("OBLAKO_NODE_VCPUS", 0),
                values.number("OBLAKO_NODE_RAM_MIB", 0),
                values.number("OBLAKO_NODE_DISK_GIB", 0),
                values.number("OBLAKO_NODE_IMAGE_CACHE_GIB", 20),
                values.word("OBLAKO_NODE_CONTROL_GROUP", "oblako"),
                values.text("OBLAKO_NODE_HOST_START", ""),
                values.choice("OBLAKO_NODE_RESUME_GUESTS", true),
                values.number("OBLAKO_NODE_SHUTDOWN_SECONDS", 20),
                values.text("OBLAKO_NODE_SWITCH", ""),
                values.number("OBLAKO_NODE_CONNECTIONS", 65_536),
                values.choice("OBLAKO_LOG_JSON", false));
    }

    /** The name of one of several nodes in this process, counted from 1. */
    public String nodeName(int number) {
        return count == 1 ? name : "%s-%04d".formatted(name, number);
    }

    public String httpUrl() {
        return "http://%s:%d".formatted(httpHost, httpPort);
    }

    private static Driver driver(String text) {
        return switch (text) {
            case "qemu" -> Driver.QEMU;
            case "simulated" -> Driver.SIMULATED;
            default -> throw new IllegalArgumentException("OBLAKO_NODE_DRIVER is qemu or simulated, not " + text);
        };
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("This host has no name: set OBLAKO_NODE_NAME", e);
        }
    }

    private record Values(Map<String, String> environment) {

        String required(String key) {
            String value = environment.get(key);
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException(key + " is missing");
            }
            return value;
        }

        String text(String key, String otherwise) {
            String value = environment.get(key);
            return value == null || value.isBlank() ? otherwise : value;
        }

        /** A word that is safe in the name of a folder. */
        String word(String key, String otherwise) {
            String value = text(key, otherwise);
            if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new IllegalArgumentException(key + " has letters, digits, hyphens and underscores, at most 64");
            }
            return value;
        }

        boolean choice(String key, boolean otherwise) {
            return switch (text(key, Boolean.toString(otherwise))) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(key + " is true or false");
            };
        }

        int number(String key, int otherwise) {
            String value = text(key, Integer.toString(otherwise));
            try {
                int number = Integer.parseInt(value);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + " is not a number: " + value, e);
            }
            throw new IllegalArgumentException(key + " is negative: " + value);
        }
    }
}
