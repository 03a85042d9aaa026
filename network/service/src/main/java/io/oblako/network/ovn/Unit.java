package io.oblako.network.ovn;

import io.oblako.network.domain.Kind;
import java.util.UUID;

/**
 * What is compiled at once: one thing of the domain. Every row of ours belongs to exactly one unit, which its
 * {@code external_ids} name, so that the rows of a thing can be found and replaced without looking at any other.
 *
 * @param kind Neutron's word for the kind of thing
 */
public record Unit(String kind, UUID id) {

    /** What belongs to no thing of a tenant: there once. */
    static final Unit CLOUD = new Unit("cloud", new UUID(0, 0));

    public static Unit of(Kind kind, UUID id) {
        return new Unit(kind.word(), id);
    }

    boolean is(Kind other) {
        return kind.equals(other.word());
    }

    /** By which rows of the unit are found. */
    String key() {
        return kind + ' ' + id;
    }
}
