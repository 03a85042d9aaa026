package io.oblako.compute.api;

import io.oblako.compute.api.view.Links;
import io.oblako.web.config.OblakoConfig;
import io.oblako.web.config.ServiceName;
import io.oblako.web.version.Microversion;
import io.oblako.web.version.Microversions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the web layer needs to know of this service. */
@ApplicationScoped
class ApiWiring {

    /** The newest microversion whose every shape is here: Zed's. Announce no more than what is complete. */
    static final Microversion NEWEST = new Microversion(2, 93);

    static final Microversion OLDEST = new Microversion(2, 1);

    @Produces
    @Singleton
    ServiceName serviceName() {
        return new ServiceName("compute", "compute");
    }

    @Produces
    @Singleton
    Microversions microversions() {
        return new Microversions("compute", "X-OpenStack-Nova-API-Version", OLDEST, NEWEST);
    }

    @Produces
    @Singleton
    Links links(OblakoConfig config) {
        return Links.of(config.computeUrl());
    }
}
