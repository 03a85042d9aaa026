package io.oblako.network.domain;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What creating, changing and deleting a thing of a kind means: all rules of it are here. The attribute table has
 * checked each value by itself; a lifecycle decides what concerns several values, or other things.
 */
public interface Lifecycle<T extends Resource<T>> {

    /** @param wanted given values over defaults; {@code project_id} is decided */
    T create(Viewer viewer, Values wanted);

    /**
     * @param current locked
     * @param wanted given values over those of {@code current}
     * @return as saved
     */
    T change(Viewer viewer, T current, Values wanted);

    /** Writes a state that was decided elsewhere, and tells of it. */
    T save(T next);

    /** @param current locked */
    void delete(Viewer viewer, T current);

    /** Makes the standard part of things. */
    record Stamp(Clock clock, Supplier<UUID> ids) {

        /** PostgreSQL keeps microseconds. */
        public Instant now() {
            return clock.instant().truncatedTo(ChronoUnit.MICROS);
        }

        public Standard born(Values wanted) {
            return born(ids.get(), wanted);
        }

        /** For things whose id was chosen by whoever ordered them. */
        public Standard born(UUID id, Values wanted) {
            Instant now = now();
            return new Standard(
                    id,
                    wanted.required("project_id", io.oblako.kernel.id.ProjectId.class),
                    text(wanted, "name"),
                    text(wanted, "description"),
                    List.of(),
                    now,
                    now,
                    0);
        }

        public Standard changed(Standard before, Values wanted) {
            return new Standard(
                    before.id(),
                    before.project(),
                    text(wanted, "name"),
                    text(wanted, "description"),
                    before.tags(),
                    before.createdAt(),
                    now(),
                    before.revision());
        }

        /** The same thing, changed now by something that no values say. */
        public <T extends Resource<T>> T touched(T thing) {
            return thing.with(thing.standard().touched(now()));
        }

        private static String text(Values wanted, String name) {
            String text = wanted.optional(name, String.class);
            return text == null ? "" : text;
        }
    }
}
