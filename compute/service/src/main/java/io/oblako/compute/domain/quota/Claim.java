package io.oblako.compute.domain.quota;

/**
 * What one server takes of its project's quota.
 *
 * @param cores virtual processors
 * @param ramMib mebibytes
 */
public record Claim(int cores, int ramMib) {

    public Claim {
        if (cores < 0 || ramMib < 0) {
            throw new IllegalArgumentException("A claim is not negative");
        }
    }
}
