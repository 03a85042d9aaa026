package io.oblako.web.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/** Whether something listens at an address: what can be said of another process without taking part in its protocol. */
public final class Reachable {

    private static final int PATIENCE_MILLIS = 500;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Reachable() {}

    /** @param addresses {@code host:port}, with commas between; one that answers is enough */
    public static boolean any(String addresses) {
        return Arrays.stream(addresses.split(",")).map(String::strip).anyMatch(Reachable::one);
    }

    /** @param url its host and port count, the path does not */
    public static boolean url(String url) {
        URI uri = URI.create(url);
        int standard = "https".equals(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) ? HTTPS : HTTP;
        return connects(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
    }

    private static boolean one(String address) {
        int colon = address.lastIndexOf(':');
        return colon > 0 && connects(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private static boolean connects(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
