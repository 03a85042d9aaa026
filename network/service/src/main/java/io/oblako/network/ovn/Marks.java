package io.oblako.network.ovn;

import java.util.Collection;
import java.util.List;

/** What has changed and is not yet in the Northbound database. Kept beside the things themselves. */
public interface Marks {

    /** @param seq grows, but not in the order of commits */
    record Mark(long seq, Unit unit) {}

    /** In the transaction of the change. */
    void add(Unit unit);

    /** At most so many, oldest first. */
    List<Mark> oldest(int most);

    void remove(Collection<Mark> marks);
}
