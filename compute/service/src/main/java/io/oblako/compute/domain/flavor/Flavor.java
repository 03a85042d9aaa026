package io.oblako.compute.domain.flavor;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A size servers come in. Servers keep a copy of the flavor they were made of, so a flavor may be changed or removed at
 * any time.
 *
 * @param id what requests name it by: chosen by the operator or a UUID; 1 to 255 characters
 * @param name unique among flavors
 * @param vcpus 1 or more
 * @param ramMib mebibytes
 * @param diskGib root disk in GiB; 0 stands for the virtual size of the image
 * @param ephemeralGib an empty second disk in GiB; 0 for none
 * @param swapMib a swap disk in MiB; 0 for none
 * @param rxtxFactor kept for clients that read it; nothing is derived from it
 * @param isPublic whether every project may use it; otherwise only those in its access list
 * @param disabled kept for the API; a disabled flavor is shown to operators only
 * @param extraSpecs what the flavor asks of a host, sorted by key
 */
public record Flavor(
        String id,
        String name,
        int vcpus,
        int ramMib,
        int diskGib,
        int ephemeralGib,
        int swapMib,
        double rxtxFactor,
        boolean isPublic,
        boolean disabled,
        @Nullable String description,
        Map<String, String> extraSpecs,
        Instant createdAt) {

    public Flavor {
        if (vcpus < 1 || ramMib < 1 || diskGib < 0 || ephemeralGib < 0 || swapMib < 0) {
            throw new IllegalArgumentException(
                    "A flavor gives at least one processor and one MiB, and no negative disk");
        }
        extraSpecs = Collections.unmodifiableMap(new TreeMap<>(extraSpecs));
    }

    public Flavor withDescription(@Nullable String newDescription) {
        return new Flavor(
                id,
                name,
                vcpus,
                ramMib,
                diskGib,
                ephemeralGib,
                swapMib,
                rxtxFactor,
                isPublic,
                disabled,
                newDescription,
                extraSpecs,
                createdAt);
    }

    public Flavor withExtraSpecs(Map<String, String> newSpecs) {
        return new Flavor(
                id,
                name,
                vcpus,
                ramMib,
                diskGib,
                ephemeralGib,
                swapMib,
                rxtxFactor,
                isPublic,
                disabled,
                description,
                newSpecs,
                createdAt);
    }
}
