package io.oblako.network.domain.security;

import io.oblako.network.domain.Catalog;
import java.util.UUID;

/** All address groups there are. */
public interface AddressGroups extends Catalog<AddressGroup> {

    /** Whether rules name it. */
    boolean inUse(UUID group);
}
