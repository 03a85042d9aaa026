package io.oblako.image.inspect;

import java.util.Arrays;
import java.util.Optional;

/** The disk formats that Oblako accepts. Glance knows more (ploop, ami, aki, ari); those are refused by absence. */
public enum DiskFormat {
    RAW("raw"),
    QCOW2("qcow2"),
    VMDK("vmdk"),
    VDI("vdi"),
    VHD("vhd"),
    VHDX("vhdx"),
    ISO("iso"),
    OVA("ova");

    private final String glanceName;

    DiskFormat(String glanceName) {
        this.glanceName = glanceName;
    }

    /** The value of {@code disk_format} (for OVA: of {@code container_format}) in the image API. */
    public String glanceName() {
        return glanceName;
    }

    /**
     * Looks a format up by its exact name in the image API.
     *
     * @return empty for a name that Glance may know but Oblako does not accept, such as {@code ploop}
     */
    public static Optional<DiskFormat> ofGlanceName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.glanceName.equals(name))
                .findFirst();
    }
}
