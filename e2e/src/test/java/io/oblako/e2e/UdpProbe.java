package io.oblako.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program for inside a namespace: {@code send ADDRESS PORT} sends a datagram per millisecond for five minutes, {@code
 * receive PORT} prints {@code first MICROS} when datagrams begin to come and {@code last MICROS} when none came for 50
 * ms, in microseconds of the epoch.
 */
final class UdpProbe {

    private static final int SILENCE_MILLIS = 50;
    private static final int MOST = 300_000;

    private UdpProbe() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("send")) {
            send(new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2])));
        } else {
            receive(Integer.parseInt(arguments[1]));
        }
    }

    private static void send(InetSocketAddress to) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < MOST; i++) {
                socket.send(new DatagramPacket(new byte[1], 1, to));
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void receive(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(port)) {
            socket.setSoTimeout(SILENCE_MILLIS);
            DatagramPacket packet = new DatagramPacket(new byte[16], 16);
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
