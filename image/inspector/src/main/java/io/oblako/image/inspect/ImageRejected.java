package io.oblako.image.inspect;

/** An image was refused. The message is meant for the owner of the image and says what to change. */
public final class ImageRejected extends RuntimeException {

    /** Why, for programs. Append-only. */
    public enum Reason {
        /** The bytes are another format than the declared one, or none that is known. */
        NOT_THE_DECLARED_FORMAT,
        /** The bytes can be read as two formats. */
        POLYGLOT,
        /** The file ends before its own structures do. */
        TRUNCATED,
        /** There is nothing in it. */
        EMPTY,
        /** A header field has a value that no writer produces, or two fields contradict each other. */
        BROKEN_HEADER,
        /** A variant of a known format that is not supported: text descriptors, internal snapshots, version 99. */
        UNSUPPORTED_VARIANT,
        /** A feature bit, header extension or metadata item that is not on the allow-list. */
        UNKNOWN_FEATURE,
        /** The image is the difference to another one: backing file, parent, delta link. */
        BACKING_FILE,
        /** The guest's data lies in another file: qcow2 data file, VMDK extent. */
        EXTERNAL_DATA,
        ENCRYPTED,
        /** The image was not closed properly, or is marked corrupt, or wants a log replayed. */
        NOT_CLEAN,
        /** More virtual or real bytes, entries or nodes than allowed. */
        TOO_LARGE,
        /** An archive with links, paths, devices, duplicates, or entries nobody refers to. */
        UNSAFE_ARCHIVE,
        /** An OVF descriptor with a document type, foreign references, or compressed files. */
        UNSAFE_DESCRIPTOR,
        /** An entry of an archive differs from its digest in the manifest. */
        MANIFEST_MISMATCH
    }

    private final Reason reason;

    public ImageRejected(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ImageRejected(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
