package io.oblako.network.ovsdb.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.ovsdb.Shop;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.oblako.network.ovsdb.replica.ReplicaState;
import io.oblako.network.ovsdb.replica.Snapshot;
import io.oblako.network.ovsdb.schema.DatabaseSchema;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Fuzz target; Jazzer calls {@link #fuzzerTestOneInput}, {@link #main} mutates by itself for a given number of
 * minutes. The input is what a server sends; the first byte says how it is cut. Whatever comes, only {@link
 * ProtocolException} and, where a server refuses a transaction, {@link TransactionException} may come out, the reader
 * holds no more than its limit, and the messages do not depend on the cutting.
 */
public final class OvsdbFuzz {

    static final int MAX_BYTES = 64 * 1024;

    private static final MessageCodec CODEC = new MessageCodec(MAX_BYTES);
    private static final DatabaseSchema SHOP = Shop.schema();
    private static final ReplicaSpec SPEC = ReplicaSpec.builder()
            .tableByColumn("Item", "name", "name", "stock", "tags", "price", "sold")
            .tableByEntry("Shelf", "labels", "id", "name", "labels", "items", "best")
            .build();
    private static final ReplicaState STATE = new ReplicaState(SPEC, SHOP);
    private static final Transaction TRANSACTION = transaction();

    /** How far an input came, so that a test can see that the mutations are not all hopeless. */
    enum Depth {
        NO_FRAME,
        FRAME,
        MESSAGE,
        MEANING
    }

    private OvsdbFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            var unused = check(Arrays.copyOfRange(input, 1, input.length), 1 + (input[0] & 0xff));
        }
    }

    static Depth check(byte[] stream, int piece) {
        List<byte[]> whole = frames(stream, Math.max(1, stream.length));
        List<byte[]> pieces = frames(stream, piece);
        if (whole.size() != pieces.size()) {
            throw new AssertionError("%d messages at once, %d in pieces".formatted(whole.size(), pieces.size()));
        }
        Depth deepest = whole.isEmpty() ? Depth.NO_FRAME : Depth.FRAME;
        Snapshot snapshot = ReplicaState.empty(SPEC);
        for (byte[] frame : whole) {
            Message message;
            try {
                message = CODEC.decode(frame);
            } catch (ProtocolException e) {
                continue;
            }
            Depth depth = switch (message) {
                case Message.Request request -> {
                    CODEC.response(request.id(), request.params());
                    yield understood(() -> STATE.update(snapshot, request.params()));
                }
                case Message.Response response -> {
                    JsonNode result = response.result();
                    boolean any = understood(() -> STATE.initial(snapshot, result)) == Depth.MEANING;
                    any |= understood(() -> TRANSACTION.decode(result)) == Depth.MEANING;
                    any |= understood(() -> DatabaseSchema.of(result)) == Depth.MEANING;
                    any |= understood(() -> ValueCodec.encode(ValueCodec.decode(result))) == Depth.MEANING;
                    yield any ? Depth.MEANING : Depth.MESSAGE;
                }
            };
            deepest = depth.compareTo(deepest) > 0 ? depth : deepest;
        }
        return deepest;
    }

    private static Depth understood(Runnable reading) {
        try {
            reading.run();
            return Depth.MEANING;
        } catch (ProtocolException | TransactionException e) {
            return Depth.MESSAGE;
        }
    }

    private static List<byte[]> frames(byte[] stream, int piece) {
        var reader = new FrameReader(MAX_BYTES, MessageCodec.MAX_DEPTH);
        var frames = new ArrayList<byte[]>();
        try {
            for (int at = 0; at < stream.length; at += piece) {
                reader.feed(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + piece)), frames::add);
                if (reader.heldBytes() > MAX_BYTES) {
                    throw new AssertionError("The reader holds %d bytes".formatted(reader.heldBytes()));
                }
            }
        } catch (ProtocolException e) {
            return frames;
        }
        return frames;
    }

    /** What servers have said, one message per line. */
    static List<byte[]> samples() {
        try (var in = OvsdbFuzz.class.getResourceAsStream("/messages.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One to five changes of bytes or of pieces of the language, sometimes several messages in a row. */
    static byte[] mutate(List<byte[]> samples, Random random) {
        byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
        if (random.nextInt(4) == 0) {
            bytes = join(bytes, samples.get(random.nextInt(samples.size())));
        }
        String[] words = {
            "[",
            "]",
            "{",
            "}",
            "\"",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e999",
            "99999999999999999999",
            "\\u0000",
            "\\ud800",
            "[\"set\",[]]",
            "[\"map\",[]]",
            "[\"uuid\",\"x\"]",
            "\"modify\"",
            "\"delete\"",
            "\"insert\"",
            "0",
            "\u00ff"
        };
        for (int i = random.nextInt(5); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + random.nextInt(12));
            bytes = switch (random.nextInt(5)) {
                case 0 -> {
                    bytes[at] = (byte) random.nextInt(256);
                    yield bytes;
                }
                case 1 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
                case 2 -> join(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> Arrays.copyOf(bytes, at);
                default ->
                    join(
                            join(
                                    Arrays.copyOf(bytes, at),
                                    words[random.nextInt(words.length)].getBytes(StandardCharsets.UTF_8)),
                            Arrays.copyOfRange(bytes, to, bytes.length));
            };
        }
        return bytes;
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static Transaction transaction() {
        var builder = Transaction.builder();
        builder.insertNamed("Item", "fresh", Map.of());
        builder.select("Item", Condition.everyRow());
        builder.delete("Item", Condition.everyRow());
        builder.comment("fuzz");
        return builder.build();
    }

    /** @param arguments minutes, and a seed (the clock's when there is none) */
    public static void main(String[] arguments) {
        long minutes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.printf("seed %d, %d minutes%n", seed, minutes);
        var random = new Random(seed);
        List<byte[]> samples = samples();
        long runs = 0;
        for (long end = System.nanoTime() + minutes * 60_000_000_000L; System.nanoTime() < end; runs++) {
            byte[] input = mutate(samples, random);
            try {
                var unused = check(input, 1 + random.nextInt(256));
            } catch (RuntimeException | Error e) {
                System.out.printf("run %d: %s%n", runs, new String(input, StandardCharsets.ISO_8859_1));
                throw e;
            }
        }
        System.out.printf("%d runs, nothing found%n", runs);
    }
}
