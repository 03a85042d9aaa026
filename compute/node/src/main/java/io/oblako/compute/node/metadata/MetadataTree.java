package io.oblako.compute.node.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.contracts.GuestSpec;
import io.oblako.kernel.json.Json;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a guest finds under which path: the trees of OpenStack and of EC2, each in versions of which all hold the same, and
 * a list of what is there at each folder. Pure.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/user/metadata.html">Nova: metadata</a>
 */
final class MetadataTree {

    /** Nova's, oldest first; what they lack of later ones harms nobody. */
    private static final List<String> OPENSTACK = List.of(
            "2012-08-10",
            "2013-04-04",
            "2013-10-17",
            "2015-10-15",
            "2016-06-30",
            "2016-10-06",
            "2017-02-22",
            "2018-08-27",
            "2020-10-14",
            "latest");

    private static final List<String> EC2 = List.of(
            "1.0",
            "2007-01-19",
            "2007-03-01",
            "2007-08-29",
            "2007-10-10",
            "2007-12-15",
            "2008-02-01",
            "2008-09-01",
            "2009-04-04",
            "latest");

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final int EC2_ID_DIGITS = 17;

    /** @param type of the content */
    @SuppressWarnings("ArrayRecordComponent") // Written once and never compared.
    record Content(String type, byte[] bytes) {}

    private sealed interface Entry {

        /** @param name what the list above it shows */
        record Folder(String name, SequencedMap<String, Entry> entries) implements Entry {}

        record Leaf(Content content) implements Entry {}
    }

    private MetadataTree() {}

    /**
     * What the path leads to.
     *
     * @param path its words, as {@link MetadataRequest} has them; none for the root
     */
    static Optional<Content> find(UUID server, GuestSpec spec, GuestDocuments documents, List<String> path) {
        Entry here = root(server, spec, documents);
        for (String word : path) {
            if (!(here instanceof Entry.Folder folder)) {
                return Optional.empty();
            }
            Entry next = folder.entries().get(word);
            if (next == null) {
                return Optional.empty();
            }
            here = next;
        }
        return Optional.of(
                switch (here) {
                    case Entry.Leaf leaf -> leaf.content();
                    // The root names the versions of EC2 alone, as Nova's does.
                    case Entry.Folder folder when path.isEmpty() -> text(String.join("\n", EC2));
                    case Entry.Folder folder -> list(folder, path.equals(List.of("openstack")));
                });
    }

    private static Content list(Entry.Folder folder, boolean bare) {
        List<String> names = new ArrayList<>();
        folder.entries().forEach((name, entry) -> {
            switch (entry) {
                case Entry.Folder(String shown, var _) -> names.add(bare ? name : shown);
                case Entry.Leaf _ -> names.add(name);
            }
        });
        return text(String.join("\n", names));
    }

    private static Entry.Folder root(UUID server, GuestSpec spec, GuestDocuments documents) {
        Builder root = new Builder();
        Builder openstack = new Builder();
        Entry.Folder files = openstackFiles(documents);
        OPENSTACK.forEach(version -> openstack.folder(version, files));
        root.folder("openstack", openstack.done(""));
        Builder version = new Builder();
        version.folder("meta-data", ec2(server, spec, documents.metadata()));
        if (documents.user().length > 0) {
            version.leaf("user-data", new Content("application/octet-stream", documents.user()));
        }
        Entry.Folder ec2 = version.done("");
        EC2.forEach(name -> root.folder(name, ec2));
        return root.done("");
    }

    private static Entry.Folder openstackFiles(GuestDocuments documents) {
        Builder files = new Builder();
        files.leaf("meta_data.json", new Content(JSON, Json.bytes(documents.metadata())));
        if (documents.user().length > 0) {
            files.leaf("user_data", new Content("application/octet-stream", documents.user()));
        }
        // Guests may leave a password for their owner there; none has, as we take none.
        files.leaf("password", text(""));
        files.leaf("vendor_data.json", new Content(JSON, documents.vendor()));
        files.leaf("network_data.json", new Content(JSON, documents.network()));
        files.leaf("vendor_data2.json", new Content(JSON, "{}".getBytes(StandardCharsets.UTF_8)));
        return files.done("");
    }

    /** What of EC2's tree a host knows; floating IPs, groups and flavors it does not. */
    private static Entry.Folder ec2(UUID server, GuestSpec spec, JsonNode metadata) {
        Builder entries = new Builder();
        entries.text("ami-id", "ami-" + digits(spec.image().id()));
        entries.text("ami-launch-index", metadata.path("launch_index").asText("0"));
        entries.text("hostname", spec.hostname());
        entries.text("instance-action", "none");
        entries.text("instance-id", "i-" + digits(server));
        entries.text("local-hostname", spec.hostname());
        addresses(spec).findFirst().ifPresent(address -> entries.text("local-ipv4", address));
        Builder placement = new Builder();
        placement.text("availability-zone", metadata.path("availability_zone").asText(""));
        entries.folder("placement", placement.done("placement/"));
        keys(metadata.path("public_keys")).ifPresent(keys -> entries.folder("public-keys", keys));
        entries.text("reservation-id", "r-" + digits(server));
        return entries.done("meta-data/");
    }

    private static Stream<String> addresses(GuestSpec spec) {
        return spec.nics().stream()
                .flatMap(nic -> nic.addresses().stream())
                .filter(address -> InetAddress.ofLiteral(address) instanceof Inet4Address);
    }

    /** The number of a key is its path, the list shows its name as well: {@code 0=laptop}. */
    private static Optional<Entry.Folder> keys(JsonNode keys) {
        Map<String, String> sorted = new TreeMap<>();
        keys.properties().forEach(key -> sorted.put(key.getKey(), key.getValue().asText()));
        Builder all = new Builder();
        int number = 0;
        for (Map.Entry<String, String> key : sorted.entrySet()) {
            Builder one = new Builder();
            one.text("openssh-key", key.getValue());
            all.folder(Integer.toString(number), one.done(number + "=" + key.getKey()));
            number++;
        }
        return sorted.isEmpty() ? Optional.empty() : Optional.of(all.done("public-keys/"));
    }

    /** EC2's ids are shorter than ours. */
    private static String digits(UUID id) {
        return id.toString().replace("-", "").substring(0, EC2_ID_DIGITS);
    }

    private static Content text(String text) {
        return new Content(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A folder in the making: its entries in the order in which they are listed. */
    private static final class Builder {

        private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();

        void text(String name, String value) {
            leaf(name, MetadataTree.text(value));
        }

        void leaf(String name, Content content) {
            entries.put(name, new Entry.Leaf(content));
        }

        void folder(String name, Entry.Folder folder) {
            entries.put(name, folder.name().isEmpty() ? new Entry.Folder(name + "/", folder.entries()) : folder);
        }

        Entry.Folder done(String shown) {
            return new Entry.Folder(shown, entries);
        }
    }
}
