package io.oblako.image.inspect;

import static io.oblako.image.inspect.Checks.require;
import static io.oblako.image.inspect.ImageRejected.Reason.BROKEN_HEADER;
import static io.oblako.image.inspect.ImageRejected.Reason.TOO_LARGE;
import static io.oblako.image.inspect.ImageRejected.Reason.UNSAFE_DESCRIPTOR;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The part of an OVF descriptor that says which files belong to the machine. Nothing is fetched or resolved: a document
 * type, an entity, a reference that is not a plain file name, a compressed or split file end the inspection.
 *
 * @param files by name, as listed under {@code References}
 * @see <a href="https://www.dmtf.org/standards/ovf">DSP0243</a>
 */
record OvfDescriptor(Map<String, File> files) {

    /**
     * @param bytes if the descriptor gives them, else -1
     * @param disk the format of the disk in it; null for a file that is no disk
     */
    record File(long bytes, @Nullable DiskFormat disk) {}

    static OvfDescriptor parse(ByteBuffer utf8, Limits limits) {
        String text = decode(utf8);
        String upper = text.toUpperCase(Locale.ROOT);
        require(
                !upper.contains("<!DOCTYPE") && !upper.contains("<!ENTITY"),
                UNSAFE_DESCRIPTOR,
                "The OVF descriptor declares a document type or entities. Remove them");
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(text));
            try {
                return new Parser(limits).parse(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new ImageRejected(BROKEN_HEADER, "The OVF descriptor is no well-formed XML. Export it anew", e);
        }
    }

    private static String decode(ByteBuffer utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new ImageRejected(BROKEN_HEADER, "The OVF descriptor is not in UTF-8. Export it anew", e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static final class Parser {

        private final Limits limits;
        private final Map<String, String> nameById = new HashMap<>();
        private final Map<String, Long> sizeByName = new LinkedHashMap<>();
        private final Map<String, DiskFormat> formatById = new HashMap<>();
        private final Set<String> names = new HashSet<>();

        Parser(Limits limits) {
            this.limits = limits;
        }

        OvfDescriptor parse(XMLStreamReader xml) throws XMLStreamException {
            boolean envelope = false;
            for (int nodes = 0; xml.hasNext(); nodes++) {
                require(nodes < limits.maxDescriptorNodes(), TOO_LARGE, "The OVF descriptor has too many elements");
                int event = next(xml);
                require(event != XMLStreamConstants.DTD, UNSAFE_DESCRIPTOR, "The OVF descriptor has a document type");
                if (event == XMLStreamConstants.START_ELEMENT) {
                    envelope |= xml.getLocalName().equals("Envelope");
                    element(xml);
                }
            }
            require(
                    envelope && !nameById.isEmpty(),
                    BROKEN_HEADER,
                    "The OVF descriptor lists no files. Export it anew");
            return new OvfDescriptor(files());
        }

        private static int next(XMLStreamReader xml) throws XMLStreamException {
            try {
                return xml.next();
            } catch (RuntimeException e) {
                // The parser of the JDK answers some malformed documents with an index out of bounds.
                throw new ImageRejected(BROKEN_HEADER, "The OVF descriptor is no well-formed XML. Export it anew", e);
            }
        }

        private void element(XMLStreamReader xml) {
            switch (xml.getLocalName()) {
                case "File" -> file(xml);
                case "Disk" -> disk(xml);
                default -> {} // hardware, licences and texts: the machine is made from the flavor, not from them
            }
        }

        private void file(XMLStreamReader xml) {
            String id = attribute(xml, "id");
            String name = attribute(xml, "href");
            require(id != null && name != null, BROKEN_HEADER, "A file of the OVF descriptor has no id or no name");
            if (id == null || name == null) {
                return;
            }
            require(
                    !name.contains("/") && !name.contains("\\") && !name.contains(":") && !name.startsWith("."),
                    UNSAFE_DESCRIPTOR,
                    "The OVF descriptor refers to a file outside the archive. Use plain file names");
            require(
                    attribute(xml, "compression") == null && attribute(xml, "chunkSize") == null,
                    UNSAFE_DESCRIPTOR,
                    "The OVF descriptor has compressed or split files. Export it without");
            require(
                    names.add(name.toLowerCase(Locale.ROOT)) && nameById.putIfAbsent(id, name) == null,
                    UNSAFE_DESCRIPTOR,
                    "The OVF descriptor lists a file twice");
            require(names.size() <= limits.maxArchiveEntries(), TOO_LARGE, "The OVF descriptor lists too many files");
            sizeByName.put(name, number(attribute(xml, "size")));
        }

        private void disk(XMLStreamReader xml) {
            String file = attribute(xml, "fileRef");
            if (file == null) {
                return; // an empty disk to be created: has no bytes to inspect
            }
            String format = String.valueOf(attribute(xml, "format")).toLowerCase(Locale.ROOT);
            boolean vmdk = format.contains("vmdk");
            require(
                    vmdk || format.contains("vhd"),
                    UNSAFE_DESCRIPTOR,
                    "The OVF descriptor has a disk that is neither VMDK nor VHD. Export it as VMDK");
            boolean vhdx = format.contains("vhdx");
            formatById.put(file, vmdk ? DiskFormat.VMDK : vhdx ? DiskFormat.VHDX : DiskFormat.VHD);
            require(
                    formatById.size() <= limits.maxArchiveEntries(),
                    TOO_LARGE,
                    "The OVF descriptor lists too many disks");
        }

        private Map<String, File> files() {
            require(
                    nameById.keySet().containsAll(formatById.keySet()),
                    UNSAFE_DESCRIPTOR,
                    "The OVF descriptor has a disk whose file it does not list");
            Map<String, File> files = new LinkedHashMap<>();
            nameById.forEach(
                    (id, name) -> files.put(name, new File(sizeByName.getOrDefault(name, -1L), formatById.get(id))));
            return files;
        }

        private static long number(@Nullable String text) {
            if (text == null) {
                return -1;
            }
            require(text.matches("[0-9]{1,18}"), BROKEN_HEADER, "A size in the OVF descriptor is no number");
            return Long.parseLong(text);
        }

        /** OVF puts its attributes into its namespace; some writers forget to. */
        private static @Nullable String attribute(XMLStreamReader xml, String localName) {
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                if (xml.getAttributeLocalName(i).equals(localName)) {
                    return xml.getAttributeValue(i);
                }
            }
            return null;
        }
    }
}
