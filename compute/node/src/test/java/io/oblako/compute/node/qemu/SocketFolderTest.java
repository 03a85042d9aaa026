package io.oblako.compute.node.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the sockets of guests are found, however long the state folder's name is. */
class SocketFolderTest {

    /** On both sides of what fits: 53 bytes of a name are below the folder of guests. */
    @ParameterizedTest
    @ValueSource(ints = {40, 52, 53, 54, 55, 56, 100, 200})
    void everySocketOfAGuestIsReached(int length, @TempDir Path temporary) throws IOException {
        Path guests = Files.createDirectories(named(temporary, length));
        Path sockets = SocketFolder.of(guests, SocketFolder.key(guests));
        try {
            Path run = Files.createDirectories(
                    sockets.resolve(UUID.randomUUID().toString()).resolve("run"));
            for (String name : new String[] {"qmp.sock", QemuArguments.SERIAL_SOCKET, QemuArguments.SCREEN_SOCKET}) {
                UnixDomainSocketAddress address = UnixDomainSocketAddress.of(run.resolve(name));
                try (ServerSocketChannel qemu = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                    qemu.bind(address);
                    try (SocketChannel line = SocketChannel.open(address)) {
                        assertThat(line.isConnected()).isTrue();
                    }
                }
            }
        } finally {
            if (!sockets.equals(guests)) {
                Files.delete(sockets);
            }
        }
    }

    private static Path named(Path parent, int length) {
        int left = length - parent.toString().length() - 1;
        return left > 0 ? parent.resolve("g".repeat(left)) : parent;
    }
}
