package io.oblako.compute.domain.server;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.NetworkWish;
import io.oblako.kernel.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant asks for, checked in shape by the API. {@link CreateServers} checks what needs knowledge: the image, the
 * zone, the quota, whether a host may be forced.
 *
 * @param name for several servers, {@code -1}, {@code -2}, … are added
 * @param hostname absent: made of the name
 * @param flavor one that the caller may use
 * @param key absent for none
 * @param userDataBase64 at most 65535 characters of base64
 * @param adminPassword absent for none
 * @param zone Nova's {@code availability_zone}, also {@code zone:host} and {@code zone:host:node} for administrators
 * @param forcedHost name of the only host wanted (microversion 2.74), for administrators
 * @param diskAuto {@code OS-DCF:diskConfig}; absent: as the image's property {@code auto_disk_config} says, else MANUAL
 * @param networks what it is plugged into
 * @param securityGroups names or ids, for the ports that compute makes; empty for the default group
 * @param least Nova's min_count
 * @param most Nova's max_count, at least {@code least}
 */
public record ServerRequest(
        String name,
        @Nullable String description,
        @Nullable String hostname,
        UUID image,
        Flavor flavor,
        Map<String, String> metadata,
        Set<String> tags,
        @Nullable Key key,
        @Nullable Secret userDataBase64,
        @Nullable Secret adminPassword,
        boolean configDrive,
        @Nullable String zone,
        @Nullable String forcedHost,
        @Nullable String accessIpV4,
        @Nullable String accessIpV6,
        @Nullable Boolean diskAuto,
        NetworkWish networks,
        List<String> securityGroups,
        int least,
        int most) {

    public ServerRequest {
        metadata = Map.copyOf(metadata);
        tags = Set.copyOf(tags);
        securityGroups = List.copyOf(securityGroups);
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("At least one server is asked for, and not fewer at most than at least");
        }
    }

    /**
     * A keypair of the caller.
     *
     * @param publicKey an OpenSSH line, or PEM for x509
     */
    public record Key(String name, String type, String publicKey) {}
}
