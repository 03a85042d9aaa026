package io.oblako.testing.guest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An operating system of 512 bytes. It writes "boot" to the first serial port and then a dot every fifth of a second, and
 * powers itself off (ACPI port 0x604) when the power button was pressed (bit 8 of port 0x600).
 */
public final class BootSectorGuest {

    public static final int DISK_BYTES = 1 << 20;

    private static final String CODE = "fa31c08ed88ed0bc007cfbba0206b80001efbe5b7cac84c07405e82d00ebf68b1e6c04ba0006ed"
            + "f6c4017514a16c0429d883f8047303f4ebeab02ee80c00ebdfba0406b80020eff4ebfd88c4bafd03ec"
            + "a82074fb88e0baf803eec3626f6f740d0a00";

    /** {@code test ah, 1; jnz off}, and as many bytes of {@code nop}. */
    private static final String POWER_OFF_WHEN_PRESSED = "f6c4017514";

    private static final String NOTHING = "9090909090";

    private BootSectorGuest() {}

    /** A raw disk of 1 MiB. */
    public static byte[] disk() {
        return disk(CODE);
    }

    /** The same system, but it does not look at the power button. */
    public static byte[] deafDisk() {
        return disk(CODE.replace(POWER_OFF_WHEN_PRESSED, NOTHING));
    }

    private static byte[] disk(String hex) {
        byte[] disk = new byte[DISK_BYTES];
        byte[] code = HexFormat.of().parseHex(hex);
        System.arraycopy(code, 0, disk, 0, code.length);
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        return disk;
    }

    /** The SHA-512 of {@link #disk()}, as image services state it. */
    public static String sha512() {
        return sha512(disk());
    }

    /** The SHA-512 of a disk. */
    public static String sha512(byte[] disk) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(disk));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-512", e);
        }
    }
}
