package io.oblako.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * What the network service has written to OVN's Northbound database so far, from its meters.
 *
 * @param rows that its transactions have changed
 * @param bytes that it has sent, signs of life included
 */
record NorthboundWrites(double rows, double bytes) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final String TAG = "database=\"OVN_Northbound\"";

    static NorthboundWrites now() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(Cloud.env("OBLAKO_E2E_NETWORK_METRICS")))
                .header("Accept", "text/plain")
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            String meters = HTTP.send(request, BodyHandlers.ofString()).body();
            return new NorthboundWrites(
                    counter(meters, "oblako_ovsdb_written_rows_total"),
                    counter(meters, "oblako_ovsdb_sent_bytes_total"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double counter(String meters, String name) {
        return meters.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(TAG))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the network service has no meter " + name));
    }

    /** Of each of so many changes, on average, since then. */
    NorthboundWrites perChangeSince(NorthboundWrites then, int changes) {
        return new NorthboundWrites((rows - then.rows) / changes, (bytes - then.bytes) / changes);
    }
}
