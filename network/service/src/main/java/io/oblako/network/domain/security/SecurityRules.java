package io.oblako.network.domain.security;

import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Viewer;
import java.util.UUID;

/** All rules of security groups there are. */
public interface SecurityRules extends Catalog<SecurityRule> {

    /** Whether there is an address group that the viewer may name. */
    boolean addressGroupVisible(Viewer viewer, UUID addressGroup);
}
