package io.oblako.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A program for inside a namespace: {@code send PORT ADDRESS…} sends a datagram per millisecond to each address for
 * five minutes, {@code receive PORT} prints {@code first MICROS} when datagrams begin to come and {@code last MICROS}
 * when none came for 50 ms, in microseconds of the epoch, and {@code from ADDRESS} when they come from another one.
 */
final class UdpProbe {

    private static final int SILENCE_MILLIS = 50;
    private static final int MOST = 300_000;

    private UdpProbe() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("send")) {
            send(Stream.of(arguments)
                    .skip(2)
                    .map(address -> new InetSocketAddress(address, port))
                    .toList());
        } else {
            receive(port);
        }
    }

    private static void send(List<InetSocketAddress> all) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < MOST; i++) {
                for (InetSocketAddress to : all) {
                    socket.send(new DatagramPacket(new byte[1], 1, to));
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void receive(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(port)) {
            socket.setSoTimeout(SILENCE_MILLIS);
            DatagramPacket packet = new DatagramPacket(new byte[16], 16);
            InetAddress source = null;
            long last = 0;
            long end = System.nanoTime() + 300_000_000_000L;
            while (System.nanoTime() < end) {
                try {
                    socket.receive(packet);
                    long now = micros();
                    if (last == 0) {
                        System.out.println("first " + now);
                    }
                    last = now;
                    if (!packet.getAddress().equals(source)) {
                        source = packet.getAddress();
                        System.out.println("from " + source.getHostAddress());
                    }
                } catch (SocketTimeoutException e) {
                    if (last != 0) {
                        System.out.println("last " + last);
                    }
                    last = 0;
                }
            }
        }
    }

    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
