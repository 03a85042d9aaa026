package io.oblako.image.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Uploads and downloads an image of 1 GiB and compares with {@code cp} on the same disk in the same run: warm cache, no
 * {@code sync} on either side, medians of the rounds, the three measured in turn so that noise hits all alike. Needs
 * nothing but the JDK: {@code java ImageTransferBench.java IMAGE_URL TOKEN FOLDER_OR_FILE [ROUNDS [PID]]}. A folder, or
 * the file's folder, is on the store's disk; a file has 1 GiB. With the process id of the image service it says what a
 * GiB costs there, in seconds of CPU.
 */
public final class ImageTransferBench {

    private static final long BYTES = 1L << 30;
    private static final int CHUNK = 1 << 20;
    private static final Pattern ID = Pattern.compile("\"id\":\\s*\"([0-9a-f-]{36})\"");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final URI service;
    private final String token;
    private final Path source;

    private ImageTransferBench(URI service, String token, Path source) {
        this.service = service;
        this.token = token;
        this.source = source;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path given = Path.of(arguments[2]);
        Path source = Files.isDirectory(given) ? Files.createTempFile(given, "bench", ".raw") : given;
        try {
            if (!source.equals(given)) {
                fill(source);
            }
            if (Files.size(source) != BYTES) {
                throw new IOException(source + " has not 1 GiB");
            }
            new ImageTransferBench(URI.create(arguments[0]), arguments[1], source)
                    .run(
                            arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5,
                            arguments.length > 4 ? ProcessHandle.of(Long.parseLong(arguments[4])) : Optional.empty());
        } finally {
            if (!source.equals(given)) {
                Files.delete(source);
            }
        }
    }

    private void run(int rounds, Optional<ProcessHandle> server) throws IOException, InterruptedException {
        List<Double> copies = new ArrayList<>();
        List<Double> uploads = new ArrayList<>();
        List<Double> downloads = new ArrayList<>();
        double cpu = 0;
        for (int i = 0; i < rounds; i++) {
            copies.add(copied());
            String id = registered();
            double before = cpuSeconds(server);
            uploads.add(uploaded(id));
            cpu += cpuSeconds(server) - before;
            downloads.add(downloaded(id));
            answer("DELETE", "/v2/images/" + id, "");
        }
        double copy = median(copies);
        print("cp MiB/s", BYTES / (double) CHUNK / copy);
        print("upload MiB/s", BYTES / (double) CHUNK / median(uploads));
        print("download MiB/s", BYTES / (double) CHUNK / median(downloads));
        if (server.isPresent()) {
            print("upload CPU s/GiB", cpu / rounds);
        }
        System.out.printf(Locale.ROOT, "upload: %.0f %% of cp%n", 100 * copy / median(uploads));
        System.out.printf(Locale.ROOT, "download: %.0f %% of cp%n", 100 * copy / median(downloads));
    }

    private static double cpuSeconds(Optional<ProcessHandle> process) {
        return process.flatMap(handle -> handle.info().totalCpuDuration())
                .map(used -> used.toNanos() / 1e9)
                .orElse(0.0);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static void print(String name, double value) {
        System.out.println(name + ": " + String.format(Locale.ROOT, "%.2f", value));
    }

    /** Random enough that nothing on the way can shorten it. */
    private static void fill(Path file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        new Random(1).nextBytes(chunk);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long i = 0; i < BYTES / CHUNK; i++) {
                ByteBuffer numbered = ByteBuffer.wrap(chunk).putLong(0, i);
                while (numbered.hasRemaining()) {
                    out.write(numbered);
                }
            }
            out.force(true);
        }
    }

    private double copied() throws IOException, InterruptedException {
        Path target = source.resolveSibling(source.getFileName() + ".copy");
        long began = System.nanoTime();
        Process cp = new ProcessBuilder("cp", "--reflink=never", source.toString(), target.toString())
                .inheritIO()
                .start();
        if (cp.waitFor() != 0) {
            throw new IOException("cp failed");
        }
        double seconds = seconds(began);
        Files.delete(target);
        return seconds;
    }

    private String registered() throws IOException {
        String answer = answer(
                "POST",
                "/v2/images",
                "{\"name\": \"bench\", \"disk_format\": \"raw\", \"container_format\": \"bare\"}");
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IOException("no image was made: " + answer);
        }
        return id.group(1);
    }

    private double uploaded(String id) throws IOException {
        try (SocketChannel socket = connect();
                FileChannel file = FileChannel.open(source)) {
            long began = System.nanoTime();
            send(socket, head("PUT", "/v2/images/" + id + "/file", "application/octet-stream", BYTES));
            for (long at = 0; at < BYTES; ) {
                at += file.transferTo(at, BYTES - at, socket);
            }
            String answer = readHead(socket, ByteBuffer.allocate(CHUNK));
            expect(answer, " 204 ");
            return seconds(began);
        }
    }

    private double downloaded(String id) throws IOException {
        try (SocketChannel socket = connect()) {
            long began = System.nanoTime();
            send(socket, head("GET", "/v2/images/" + id + "/file", "application/json", 0));
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
            String answer = readHead(socket, buffer);
            expect(answer, " 200 ");
            long left = BYTES - buffer.remaining();
            while (left > 0) {
                buffer.clear();
                int read = socket.read(buffer);
                if (read < 0) {
                    throw new IOException(left + " bytes are missing");
                }
                left -= read;
            }
            return seconds(began);
        }
    }

    private String answer(String method, String path, String body) throws IOException {
        try (SocketChannel socket = connect()) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            send(socket, head(method, path, "application/json", bytes.length));
            socket.write(ByteBuffer.wrap(bytes));
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            String head = readHead(socket, buffer);
            Matcher length = LENGTH.matcher(head);
            int expected = length.find() ? Integer.parseInt(length.group(1)) : 0;
            buffer.compact();
            while (buffer.position() < expected && socket.read(buffer) >= 0) {
                continue;
            }
            return head + StandardCharsets.UTF_8.decode(buffer.flip());
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(new InetSocketAddress(service.getHost(), service.getPort()));
    }

    private String head(String method, String path, String type, long length) {
        return "%s %s HTTP/1.1\r\nHost: %s\r\nX-Auth-Token: %s\r\nAccept: application/json\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(method, path, service.getAuthority(), token, type, length);
    }

    private static void send(SocketChannel socket, String text) throws IOException {
        socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Reads up to the end of the head; what came after it stays in the buffer. */
    private static String readHead(SocketChannel socket, ByteBuffer buffer) throws IOException {
        while (socket.read(buffer) >= 0) {
            byte[] seen = new byte[buffer.position()];
            buffer.get(0, seen);
            String text = new String(seen, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                buffer.flip().position(end + 4);
                return text.substring(0, end);
            }
        }
        throw new IOException("the service closed the connection");
    }

    private static void expect(String head, String status) throws IOException {
        if (!head.lines().findFirst().orElse("").contains(status)) {
            throw new IOException("unexpected answer: " + head);
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
